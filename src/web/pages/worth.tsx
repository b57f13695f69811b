// pages/worth.tsx ↔ /worth: several courses at once, from the catalogue or in one's own words.
import { Page } from '../frame/page.tsx'
import { useWords } from '../frame/language.tsx'
import { WorthForm } from '../worth/form.tsx'
import '../worth/form.css'
import '../worth/compare.css'

export default function WorthPage() {
  const words = useWords()
  return (
    <Page title={words.worth.title} lead={words.worth.lead}>
      <section className="panel question" aria-label={words.worth.box}>
        <WorthForm several />
      </section>
    </Page>
  )
}
