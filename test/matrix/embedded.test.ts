import { setDefaultTimeout } from 'bun:test'
import { testMatrix } from './matrix.ts'

setDefaultTimeout(60_000)

testMatrix('embedded')
