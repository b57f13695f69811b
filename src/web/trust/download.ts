// A file made on the page, for the reader to keep.

/** With the mark that tells spreadsheets of UTF-8, without which they garble Chinese. */
export const saveCsv = (name: string, csv: string): void =>
  save(name, new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }))

export const saveJson = (name: string, json: string): void =>
  save(name, new Blob([json], { type: 'application/json' }))

export const saveText = (name: string, text: string): void =>
  save(name, new Blob([text], { type: 'text/plain;charset=utf-8' }))

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
