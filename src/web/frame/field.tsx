// A labelled field: help below it, and when something is wrong the fix in the help's place.
import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

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

type TextFieldProps = Pick<FieldProps, 'label' | 'help' | 'error'> &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'value' | 'onChange'> & {
    value: string
    onChange: (text: string) => void
  }

/** A labelled line of text. */
export const TextField = ({ label, help, error, value, onChange, ...input }: TextFieldProps) => (
  <Field label={label} help={help} error={error}>
    {(attributes) => (
      <input {...input} {...attributes} value={value} onChange={(event) => onChange(event.target.value)} />
    )}
  </Field>
)

/** A password: the one that one has, or a new one. */
export const PasswordField = ({ use, ...field }: TextFieldProps & { use: 'current' | 'new' }) => (
  <TextField {...field} type="password" autoComplete={`${use}-password`} required />
)

/** Six digits of an authenticator app. */
export const CodeField = (field: TextFieldProps) => (
  <TextField {...field} inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
)
