// A statement or a receipt as a sealed PDF: made by the bank, kept by the reader.
import { useState } from 'react'
import type { postReceiptPaper, postStatementPaper } from '../../ledger/contract.ts'
import { type InputOf, Problem, sendForFile } from '../api.ts'
import { useLearnerWords } from '../frame/area-words.ts'
import { Icon } from '../frame/icon.tsx'
import { useLanguage } from '../frame/language.tsx'
import { Trouble } from '../frame/reply.tsx'
import { save } from '../trust/download.ts'

export function StatementPaper({ asked }: { asked: InputOf<typeof postStatementPaper> }) {
  const { language } = useLanguage()
  return (
    <PaperButton
      print={() =>
        sendForFile<typeof postStatementPaper>(
          'POST',
          '/api/v1/learners/:learnerId/account/papers',
          asked,
          language,
        )
      }
    />
  )
}

export function ReceiptPaper({ asked }: { asked: InputOf<typeof postReceiptPaper> }) {
  const { language } = useLanguage()
  return (
    <PaperButton
      print={() =>
        sendForFile<typeof postReceiptPaper>(
          'POST',
          '/api/v1/learners/:learnerId/account/receipts/:number/papers',
          asked,
          language,
        )
      }
    />
  )
}

function PaperButton({ print }: { print: () => Promise<{ name: string; content: Blob }> }) {
  const words = useLearnerWords().paper
  const [isDrawing, setIsDrawing] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const run = async () => {
    setIsDrawing(true)
    setProblem(undefined)
    try {
      const { name, content } = await print()
      save(name, content)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setIsDrawing(false)
    }
  }
  return (
    <div className="paper">
      <button
        type="button"
        className="button"
        aria-busy={isDrawing}
        disabled={isDrawing}
        onClick={() => void run()}
      >
        <Icon name="file" />
        {isDrawing ? words.drawing : words.pdf}
      </button>
      {problem && <Trouble problem={problem} />}
    </div>
  )
}
