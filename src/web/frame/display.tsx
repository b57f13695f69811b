// How pages look to this reader: light or dark, size of text, 长辈版. They are attributes of <html>, read by the CSS.
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import { useDismiss } from './dismiss.ts'
import { Icon } from './icon.tsx'
import { useWords } from './language.tsx'
import { remember } from './memory.ts'

const themes = ['system', 'light', 'dark'] as const
const sizes = ['standard', 'large', 'largest'] as const
type Display = { theme: (typeof themes)[number]; size: (typeof sizes)[number]; mode: 'usual' | 'elder' }

const usual: Display = { theme: 'system', size: 'standard', mode: 'usual' }

/** The page's first lines have put what was chosen before on <html>, before anything was painted. */
function chosenBefore(): Display {
  const { theme, size, mode } = document.documentElement.dataset
  return {
    theme: themes.find((each) => each === theme) ?? usual.theme,
    size: sizes.find((each) => each === size) ?? usual.size,
    mode: mode === 'elder' ? 'elder' : 'usual',
  }
}

export function DisplaySettings() {
  const words = useWords().frame
  const [display, setDisplay] = useState(chosenBefore)
  const [open, setOpen] = useState(false)
  const panel = useId()
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    Object.assign(document.documentElement.dataset, display)
  }, [display])
  const close = useCallback(() => setOpen(false), [])
  useDismiss(open, box, close)

  const change = (part: Partial<Display>) => {
    const next = { ...display, ...part }
    setDisplay(next)
    remember('display', JSON.stringify(next))
  }

  return (
    <div className="display" ref={box}>
      <button
        type="button"
        className="bar-button"
        aria-expanded={open}
        aria-controls={panel}
        aria-label={words.display}
        title={words.display}
        onClick={() => setOpen(!open)}
      >
        <Icon name="text" />
      </button>
      <div className="display-panel" id={panel} hidden={!open}>
        <div className="switch">
          <input
            id={`${panel}-elder`}
            type="checkbox"
            aria-describedby={`${panel}-hint`}
            checked={display.mode === 'elder'}
            onChange={(event) => change({ mode: event.target.checked ? 'elder' : 'usual' })}
          />
          <label htmlFor={`${panel}-elder`}>{words.elder}</label>
          <small id={`${panel}-hint`}>{words.elderHint}</small>
        </div>
        <Choice
          legend={words.size}
          name="size"
          options={sizes}
          labels={words.sizes}
          value={display.size}
          onChange={(size) => change({ size })}
        />
        <Choice
          legend={words.theme}
          name="theme"
          options={themes}
          labels={words.themes}
          value={display.theme}
          onChange={(theme) => change({ theme })}
        />
      </div>
    </div>
  )
}

function Choice<Option extends string>(props: {
  legend: string
  name: string
  options: readonly Option[]
  labels: Record<Option, string>
  value: Option
  onChange: (option: Option) => void
}) {
  return (
    <fieldset className="choice">
      <legend>{props.legend}</legend>
      <div>
        {props.options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={props.name}
              checked={props.value === option}
              onChange={() => props.onChange(option)}
            />
            <span>{props.labels[option]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
