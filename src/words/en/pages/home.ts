import type { PageWords } from '../../zh/pages.ts'

export const home: PageWords['home'] = {
  title: 'Home',
  heading: 'What are the courses I took worth at another school?',
  lead: 'An answer at once, with reasons, by three principles: hours, content and grade. No sign-in.',
  services: 'What you can do here',
  service: {
    worth: {
      title: 'Ask what it is worth',
      text: 'Several courses at once; see for each why it counts and what is missing.',
    },
    catalogue: {
      title: 'Course catalogue',
      text: 'Hours, credits, syllabus and every earlier version of a course.',
    },
    institutions: {
      title: 'Institutions',
      text: 'Who takes part in the bank, and how each counts hours and grades.',
    },
    verify: {
      title: 'Verify',
      text: 'See whether a statement or receipt was issued by the bank, and whether it was changed.',
    },
    api: { title: 'Open API', text: 'Every answer on these pages is there for programs too.' },
  },
  counters: 'In the catalogue now',
  counter: { institutions: 'institutions', members: 'members of the bank', courses: 'courses' },
  how: 'How an answer is reached',
  howLead: 'Each answer shows value, requirement and verdict, and names the rule and version it used.',
  principles: [
    {
      title: 'Hours',
      text: 'The hours of both courses are compared. They must reach the share that the target asks for; if not, the answer says how many hours are to be made up.',
    },
    {
      title: 'Content',
      text: 'Titles and syllabuses are compared, and what is covered and what is missing is listed. Too little overlap goes to experts; no machine approves it.',
    },
    {
      title: 'Grade',
      text: 'Percentages and worded grades are brought to one scale, then compared with the least grade that the target course asks for.',
    },
  ],
  questions: 'Questions people ask',
  faq: [
    {
      question: 'Is the answer binding?',
      answer:
        'It follows from the rules in force and is for reference. The receiving institution decides on the actual transfer.',
    },
    {
      question: 'My course is not in the catalogue. What now?',
      answer:
        'Write its title and add its hours; it is compared by the same rules. A course without a syllabus usually needs expert review.',
    },
    {
      question: 'Are surplus credits lost?',
      answer:
        'That is for the rules of the target: some count them as elective credits, some do not. The answer says which.',
    },
    {
      question: 'How can I show the answer to someone?',
      answer:
        'The address of the answer holds the whole question and its date: copy the link and send it, or print the page.',
    },
  ],
}
