// 统一认证: which institutions vouch for their people, and the way there.
import { useMutation } from '@tanstack/react-query'
import type { depart, listProviders } from '../../identity/sso/contract.ts'
import { type Problem, send, useReply } from '../api.ts'
import { useLanguage } from '../frame/language.tsx'

/** The browser goes, and comes back to a page of ours. */
export function useSchools() {
  const { language } = useLanguage()
  const reply = useReply<typeof listProviders>('GET', '/api/v1/sso/providers', {})
  const leave = useMutation<void, Problem, string>({
    mutationFn: async (provider) => {
      const { to } = await send<typeof depart>('POST', '/api/v1/sso/departures', { provider }, language)
      location.assign(to)
    },
  })
  return { reply, leave }
}
