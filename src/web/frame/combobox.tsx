/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events --
   HTML has no element for a list that one types into; by the pattern all keys are heard in the field. */
// A field with suggestions (WAI-ARIA combobox with a list): type, choose with arrows and Enter, or tap.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import { useWords } from './language.tsx'

export type Option = { id: string; label: string; more?: string }

export function Combobox(props: {
  label: ReactNode
  hint?: string
  error?: string | undefined
  /** What stands in the field. */
  text: string
  chosen: boolean
  options: Option[]
  searching: boolean
  onType: (text: string) => void
  onChoose: (option: Option) => void
  name: string
}) {
  const words = useWords().frame
  const id = useId()
  const [open, setOpen] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const { options } = props
  // By its id, so that a list which arrives anew while one moves through it takes no mark away.
  const [marked, setMarked] = useState<string | null>(null)
  const active = options.findIndex((option) => option.id === marked)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const choose = (option: Option) => {
    setOpen(false)
    props.onChoose(option)
  }
  const shown = open && !props.chosen && (options.length > 0 || (props.text !== '' && !props.searching))
  const onKeyDown = (event: React.KeyboardEvent) => {
    // While an input method composes (pinyin), its keys belong to it.
    if (event.nativeEvent.isComposing) return
    const chosen = options[active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      const from = active < 0 && step < 0 ? 0 : active
      const next = options[(from + step + options.length) % options.length]
      if (next) setMarked(next.id)
    } else if (event.key === 'Enter' && shown && chosen) {
      event.preventDefault()
      choose(chosen)
    } else if (event.key === 'Escape' && shown) {
      event.stopPropagation()
      setOpen(false)
    }
  }

  return (
    <div className="field combobox">
      <label htmlFor={id}>{props.label}</label>
      <div className="combobox-box">
        <input
          id={id}
          name={props.name}
          type="text"
          role="combobox"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={100}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={props.error !== undefined}
          aria-describedby={`${id}-help`}
          value={props.text}
          onChange={(event) => {
            setOpen(true)
            setMarked(null)
            props.onType(event.target.value)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {props.text !== '' && (
          <button type="button" className="combobox-clear" onClick={() => props.onType('')}>
            <Icon name="close" />
            <span className="unseen">{words.clear}</span>
          </button>
        )}
        <div
          id={`${id}-list`}
          role="listbox"
          ref={list}
          hidden={!shown || options.length === 0}
          aria-label={words.search}
        >
          {options.map((option, index) => (
            <div
              key={option.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              // Before blur closes the list.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <span>{option.label}</span>
              {option.more && <small>{option.more}</small>}
            </div>
          ))}
        </div>
        {shown && options.length === 0 && <p className="combobox-none">{words.noSuggestion}</p>}
      </div>
      <p id={`${id}-help`} className={props.error ? 'help error' : 'help'}>
        {props.error ?? props.hint}
      </p>
      <output className="unseen">
        {shown && options.length > 0 ? words.suggestions(options.length) : ''}
      </output>
    </div>
  )
}
