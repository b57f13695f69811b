// pages/not-found.tsx ↔ every address that leads nowhere.
import { Link } from '../frame/address.tsx'
import { useWords } from '../frame/language.tsx'
import { Page } from '../frame/page.tsx'
import { paths } from '../paths.ts'

export default function NotFoundPage() {
  const words = useWords()
  return (
    <Page title={words.frame.notFound.title} lead={words.frame.notFound.fix}>
      <p className="ways-on">
        <Link className="button primary" to={paths.worth}>
          {words.worth.title}
        </Link>
        <Link className="button" to={paths.catalogue}>
          {words.catalogue.title}
        </Link>
        <Link className="button" to={paths.home}>
          {words.frame.home}
        </Link>
      </p>
    </Page>
  )
}
