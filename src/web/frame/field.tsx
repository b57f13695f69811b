// A labelled field: help below it, and when something is wrong the fix in the help's place.
import { type ReactNode, useId } from 'react'

type FieldProps = {
  label: ReactNode
  help?: ReactNode
  error?: string | undefined
  children: (attributes: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}

export function Field({ label, help, error, children }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-help`, 'aria-invalid': error !== undefined })}
      <p id={`${id}-help`} className={error ? 'help error' : 'help'}>
        {error ?? help}
      </p>
    </div>
  )
}
