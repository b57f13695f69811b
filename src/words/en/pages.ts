// Every word of the public pages. A reader downloads one language only.
import type { PageWords } from '../zh/pages.ts'
import { api } from './pages/api.ts'
import { catalogue } from './pages/catalogue.ts'
import { frame } from './pages/frame.ts'
import { home } from './pages/home.ts'
import { institutions } from './pages/institutions.ts'
import { rules } from './pages/rules.ts'
import { worth } from './pages/worth.ts'

export const pages: PageWords = { frame, home, worth, catalogue, institutions, rules, api }
