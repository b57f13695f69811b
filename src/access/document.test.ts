import { expect, test } from 'vitest'
import { permissionsDocument } from './document.ts'

test('docs/permissions.md shows the table as it is', async () => {
  const text = permissionsDocument()
  expect(text).toContain('### credit.review 审核学分')
  await expect(text).toMatchFileSnapshot('../../docs/permissions.md')
})
