// matching/synonyms-en.ts – English names of one content. Written from general knowledge; one line each: why | source | date | names.
import { readNames, readTerms } from './synonym-lines.ts'

export const englishNames = readNames(`
synonym | common usage of catalogues | 2026-11-24 | corporate strategy = strategic management = business strategy = strategy = business policy = strategic analysis
synonym | common usage of catalogues | 2026-11-24 | business ethics and social responsibility = business ethics = ethics for management = ethical business = corporate social responsibility = ethics in business = business and society
synonym | common usage of catalogues | 2026-11-24 | derivative securities = financial derivatives = options and futures = derivatives = futures and options = derivatives markets = options futures and other derivatives
synonym | common usage of catalogues | 2026-11-24 | global marketing = international marketing
synonym | common usage of catalogues | 2026-11-24 | multivariable calculus = calculus iii = vector calculus = multivariate calculus = calculus of several variables
synonym | common usage of catalogues | 2026-11-24 | human resources management = human resource management = managing human resources = personnel management
synonym | common usage of catalogues | 2026-11-24 | matrix algebra = linear algebra = matrix algebra and applications
synonym | common usage of catalogues | 2026-11-24 | computer organization = computer architecture = machine structures = computer systems organization = computer organization and design = computer organization and architecture
synonym | common usage of catalogues | 2026-11-24 | database management systems = database systems = databases = relational databases = database design = database = introduction to databases
synonym | common usage of catalogues | 2026-11-24 | design and analysis of algorithms = algorithms = analysis of algorithms = algorithm design and analysis = algorithm design
synonym | common usage of catalogues | 2026-11-24 | data structures = data structures and algorithms = algorithms and data structures = object-oriented programming and data structures
synonym | common usage of catalogues | 2026-11-24 | computer networks = computer networking = computer and communication networks = data communications and networking = networking = communication networks
synonym | common usage of catalogues | 2026-11-24 | operating systems = operating system principles = operating system design
synonym | common usage of catalogues | 2026-11-24 | artificial intelligence = introduction to artificial intelligence = foundations of artificial intelligence
synonym | common usage of catalogues | 2026-11-24 | psychology = general psychology = introductory psychology = understanding psychology
synonym | common usage of catalogues | 2026-11-24 | sociology = general sociology = introductory sociology = understanding society
synonym | common usage of catalogues | 2026-11-24 | cancer biology = tumor biology = biology of cancer
synonym | common usage of catalogues | 2026-11-24 | neurobiology = neuroscience = cellular neuroscience = behavioral neuroscience
synonym | common usage of catalogues | 2026-11-24 | biosensors and bioinstrumentation = biomedical instrumentation = biomedical engineering instrumentation
synonym | common usage of catalogues | 2026-11-24 | operations management = operations and supply chain management = production and operations management = managing operations
synonym | common usage of catalogues | 2026-11-24 | supply chain management = global supply chain management = operations and supply chain strategy = logistics and supply chain management
synonym | common usage of catalogues | 2026-11-24 | venture capital financing = entrepreneurial finance = venture capital and private equity
synonym | common usage of catalogues | 2026-11-24 | corporate finance = financial management = business finance = principles of finance = managerial finance = introduction to finance
synonym | common usage of catalogues | 2026-11-24 | investments = investment analysis = investment analysis and portfolio management = portfolio management = security analysis
synonym | common usage of catalogues | 2026-11-24 | financial accounting = principles of accounting = introductory accounting = accounting principles
synonym | common usage of catalogues | 2026-11-24 | managerial accounting = management accounting = cost accounting
synonym | common usage of catalogues | 2026-11-24 | auditing = auditing principles and procedures = auditing and assurance
synonym | common usage of catalogues | 2026-11-24 | marketing management = marketing = principles of marketing = introduction to marketing
synonym | common usage of catalogues | 2026-11-24 | consumer behavior = consumer behaviour = buyer behavior
synonym | common usage of catalogues | 2026-11-24 | marketing research = market research = marketing analytics
synonym | common usage of catalogues | 2026-11-24 | brand management = strategic brand management = branding
synonym | common usage of catalogues | 2026-11-24 | integrated marketing communications = advertising = advertising and promotion = marketing communications
synonym | common usage of catalogues | 2026-11-24 | organizational behavior = organisational behaviour = organization behavior = managing people in organizations
synonym | common usage of catalogues | 2026-11-24 | managerial leadership = leadership = leadership in organizations
synonym | common usage of catalogues | 2026-11-24 | negotiation = negotiations = negotiation skills = language of negotiations = bargaining and negotiation
synonym | common usage of catalogues | 2026-11-24 | cross-cultural management = intercultural management = international management
synonym | common usage of catalogues | 2026-11-24 | principles of management = management = introduction to management = fundamentals of management
synonym | common usage of catalogues | 2026-11-24 | business law = legal environment of business = commercial law = law for business
synonym | common usage of catalogues | 2026-11-24 | econometrics = introductory econometrics = introduction to econometrics
synonym | common usage of catalogues | 2026-11-24 | microeconomics = principles of microeconomics = introductory microeconomics = principles of economics micro
synonym | common usage of catalogues | 2026-11-24 | macroeconomics = principles of macroeconomics = introductory macroeconomics = principles of economics macro
synonym | common usage of catalogues | 2026-11-24 | money and banking = monetary economics = banking and financial markets = financial markets and institutions
synonym | common usage of catalogues | 2026-11-24 | economic development = development economics = economic development and growth
synonym | common usage of catalogues | 2026-11-24 | differential equations = ordinary differential equations = introduction to differential equations
synonym | common usage of catalogues | 2026-11-24 | probability and statistics = statistics = statistical methods = introduction to statistics = elementary statistics = business statistics = applied statistics
synonym | common usage of catalogues | 2026-11-24 | numerical analysis = numerical methods = scientific computing = numerical computation
synonym | common usage of catalogues | 2026-11-24 | real analysis = mathematical analysis = introduction to analysis
synonym | common usage of catalogues | 2026-11-24 | complex analysis = complex variables = functions of a complex variable
synonym | common usage of catalogues | 2026-11-24 | abstract algebra = modern algebra = algebraic structures
synonym | common usage of catalogues | 2026-11-24 | operations research = optimization = mathematical programming = linear programming = prescriptive analytics
synonym | common usage of catalogues | 2026-11-24 | stochastic processes = random processes = stochastic modeling = probability and random processes
synonym | common usage of catalogues | 2026-11-24 | differential equations and linear algebra = linear algebra and differential equations
synonym | common usage of catalogues | 2026-11-24 | mechanics = statics and dynamics = engineering mechanics
synonym | common usage of catalogues | 2026-11-24 | mechanics of materials = solid mechanics = strength of materials = mechanics of solids
synonym | common usage of catalogues | 2026-11-24 | thermodynamics = engineering thermodynamics = thermal engineering
synonym | common usage of catalogues | 2026-11-24 | fluid mechanics = fluid dynamics = engineering fluid mechanics
synonym | common usage of catalogues | 2026-11-24 | heat transfer = heat and mass transfer
synonym | common usage of catalogues | 2026-11-24 | control systems = control engineering = automatic control = feedback control = control system design
synonym | common usage of catalogues | 2026-11-24 | digital circuits and systems = digital logic = digital logic design = digital design = logic design = digital electronics
synonym | common usage of catalogues | 2026-11-24 | electronic circuits = electronics = microelectronic circuits = analog electronics
synonym | common usage of catalogues | 2026-11-24 | circuit theory = electric circuits = circuit analysis = circuits
synonym | common usage of catalogues | 2026-11-24 | electromagnetics = electromagnetic fields = electromagnetic waves = engineering electromagnetics
synonym | common usage of catalogues | 2026-11-24 | communication systems = digital communications = communications
synonym | common usage of catalogues | 2026-11-24 | image processing = digital image processing = image analysis
synonym | common usage of catalogues | 2026-11-24 | materials science = materials engineering = engineering materials = science of materials
synonym | common usage of catalogues | 2026-11-24 | cell biology = molecular and cellular biology = cell and molecular biology = molecular cell biology
synonym | common usage of catalogues | 2026-11-24 | ecology = general ecology = ecology and evolution
synonym | common usage of catalogues | 2026-11-24 | quantum mechanics = quantum physics
synonym | common usage of catalogues | 2026-11-24 | statistical mechanics = statistical physics = thermal physics = thermal and statistical physics
synonym | common usage of catalogues | 2026-11-24 | human-computer interaction = user interface design = interaction design = human computer interaction
synonym | common usage of catalogues | 2026-11-24 | software engineering = software design = software development
synonym | common usage of catalogues | 2026-11-24 | computer security = information security = cryptography and network security = network security = cyber security
synonym | common usage of catalogues | 2026-11-24 | computer science = introduction to computer science = introduction to programming = computer programming = programming fundamentals
synonym | common usage of catalogues | 2026-11-24 | entrepreneurship = new venture creation = entrepreneurship and innovation = social entrepreneurship
synonym | common usage of catalogues | 2026-11-24 | international finance = international financial management = global finance
synonym | common usage of catalogues | 2026-11-24 | globalization = understanding globalization = global studies
synonym | common usage of catalogues | 2026-11-24 | world religions = religions of the world = comparative religion
synonym | common usage of catalogues | 2026-11-24 | environmental science = environmental studies = introduction to environmental science
synonym | common usage of catalogues | 2026-11-24 | basic drawing = drawing = drawing fundamentals = life drawing
`)

/** Words inside titles, and the word that stands for them. */
export const englishTerms = readTerms(`
spelling | common usage of catalogues | 2026-11-24 | behaviour > behavior
spelling | common usage of catalogues | 2026-11-24 | organisational > organizational
spelling | common usage of catalogues | 2026-11-24 | modelling > modeling
spelling | common usage of catalogues | 2026-11-24 | programme > program
spelling | common usage of catalogues | 2026-11-24 | optimisation > optimization
spelling | common usage of catalogues | 2026-11-24 | globalisation > globalization
spelling | common usage of catalogues | 2026-11-24 | csr > corporate social responsibility
spelling | common usage of catalogues | 2026-11-24 | odes > ordinary differential equations
spelling | common usage of catalogues | 2026-11-24 | pdes > partial differential equations
spelling | common usage of catalogues | 2026-11-24 | hrm > human resource management
spelling | common usage of catalogues | 2026-11-24 | ai > artificial intelligence
spelling | common usage of catalogues | 2026-11-24 | nlp > natural language processing
spelling | common usage of catalogues | 2026-11-24 | electricity and magnetism > electromagnetism
spelling | common usage of catalogues | 2026-11-24 | micro economics > microeconomics
spelling | common usage of catalogues | 2026-11-24 | macro economics > macroeconomics
spelling | common usage of catalogues | 2026-11-24 | e-commerce > electronic commerce
spelling | common usage of catalogues | 2026-11-24 | tumour > tumor
spelling | common usage of catalogues | 2026-11-24 | visualisation > visualization
spelling | common usage of catalogues | 2026-11-24 | intl > international
spelling | common usage of catalogues | 2026-11-24 | lab > laboratory
spelling | common usage of catalogues | 2026-11-24 | calc > calculus
spelling | common usage of catalogues | 2026-11-24 | chem > chemistry
spelling | common usage of catalogues | 2026-11-24 | psych > psychology
spelling | common usage of catalogues | 2026-11-24 | intro > introduction
spelling | common usage of catalogues | 2026-11-24 | mgmt > management
spelling | common usage of catalogues | 2026-11-24 | econ > economics
spelling | common usage of catalogues | 2026-11-24 | photographic > photography
spelling | common usage of catalogues | 2026-11-24 | pre-calculus > precalculus
`)
