import { mergeConfig } from 'vitest/config'
import tests from '../vitest.config.ts'

const config = mergeConfig(tests, { test: { reporters: ['verbose'] } })
config.test.include = ['e2e/pages/contact-sheet.ts']
export default config
