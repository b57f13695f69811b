// A fault in one page is said on that page; the bar and the way home stay.
import { Component, type ReactNode } from 'react'
import type { PageWords } from '../../words/zh/pages.ts'

export class CrashGuard extends Component<
  { words: PageWords['frame']; place: string; children: ReactNode },
  { place?: string }
> {
  override state: { place?: string } = {}

  static getDerivedStateFromError() {
    return { place: location.pathname }
  }

  override render() {
    // Elsewhere is another page: it gets its own chance.
    if (this.state.place !== this.props.place) return this.props.children
    const { crashed, retry } = this.props.words
    return (
      <div className="notice trouble" role="alert">
        <h1>{crashed.title}</h1>
        <p>{crashed.fix}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {retry}
        </button>
      </div>
    )
  }
}
