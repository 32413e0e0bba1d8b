// Validates a document with ajv, by the schema of outcome messages.
const fs = require('fs')
const Ajv = require('ajv/dist/2020').default
const ajv = new Ajv({strict: false})
require('ajv-formats').default(ajv)
for (const name of fs.readdirSync('schema').filter(name => name.endsWith('.schema.json'))) {
  ajv.addSchema(JSON.parse(fs.readFileSync('schema/' + name)))
}
const base = JSON.parse(fs.readFileSync('schema/outcome_messages.schema.json')).$id
const valid = ajv.getSchema(base)(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')))
process.exit(valid ? 0 : 3)
