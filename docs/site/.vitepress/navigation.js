// SPDX-License-Identifier: Apache-2.0
// The sections of the site. A page has the title of its first heading unless it is named here.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pageOf, root } from './sources.js'

const isIndex = (name) => name === 'README.md'

function page(source, text) {
  const [heading] = /^# .*$/m.exec(readFileSync(join(root, source), 'utf8')) ?? [`# ${source}`]
  const title = text ?? heading.slice(2).replaceAll('`', '')
  return { text: title, link: `/${pageOf(source).replace(/(index)?\.md$/, '')}` }
}

const placed = new Set()

function guide(name, text) {
  placed.add(`${name}.md`)
  return page(`docs/${name}.md`, text)
}

/** A collapsed group of the pages of a directory, opened by its overview. */
function group(text, overview, directory) {
  const pages = readdirSync(join(root, directory)).filter((name) => name.endsWith('.md'))
  placed.add(overview.replace('docs/', ''))
  return {
    ...page(overview, text),
    collapsed: true,
    items: pages.filter((name) => !isIndex(name)).map((name) => page(`${directory}/${name}`)),
  }
}

const samples = readdirSync(join(root, 'sample-extensions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'target')
  .map((entry) => page(`sample-extensions/${entry.name}/README.md`))

/** Pages that no section has yet. */
function rest() {
  const names = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
  const items = names.filter((name) => !placed.has(name)).map((name) => page(`docs/${name}`))
  return items.length === 0 ? [] : [{ text: 'More', items }]
}

const sections = [
  { text: 'Start here', items: [guide('start', 'What Tenon is'), guide('install', 'Install')] },
  {
    text: 'Tutorials',
    items: [
      guide('tutorials/first-c-plugin'),
      guide('tutorials/wrap-a-c-library'),
      guide('tutorials/spring-boot'),
      guide('tutorials/test-isolation'),
    ],
  },
  {
    text: 'Guides: write modules',
    items: [
      guide('plugin-c', 'Plug-ins in C'),
      guide('cpp', 'Plug-ins in C++'),
      guide('rust', 'Plug-ins in Rust'),
      guide('plugin-java', 'Plug-ins in Java'),
      guide('main', 'Run a module as a program'),
      guide('isolation', 'Show isolation'),
      guide('upgrade', 'Upgrade without a failed request'),
      guide('jars', 'Pack native modules in jars'),
      guide('maven', 'Build modules with Maven'),
      { text: 'Samples', collapsed: true, items: samples },
    ],
  },
  {
    text: 'Guides: C libraries',
    items: [
      guide('c-libraries', 'Use a C library'),
      group('Library by library', 'docs/libraries/README.md', 'docs/libraries'),
      guide('porting', 'From JNA, jextract, JNI, cffi'),
    ],
  },
  {
    text: 'Guides: host modules',
    items: [
      guide('host', 'Modules in a Java application'),
      guide('interpreters', 'Many interpreters'),
      guide('pins', 'Pin files by their hash'),
      guide('images', 'Images of libraries'),
      guide('apart', 'Contain a crash'),
      guide('cluster', 'Run in the tasks of a cluster'),
      guide('backends', 'Choose a backend'),
      guide('startup', 'Start-up time'),
    ],
  },
  {
    text: 'Help',
    items: [guide('troubleshooting', 'Troubleshooting by message'), guide('limits')],
  },
  {
    text: 'Reference',
    items: [
      guide('cli', 'The command line'),
      group('C API', 'docs/c-api.md', 'docs/c-api'),
      guide('javadoc', 'Java API'),
      guide('compatibility', 'Compatibility policy'),
      guide('performance', 'What things cost'),
      guide('conformance', 'Conformance with CPython'),
      guide('glossary'),
      guide('changelog'),
    ],
  },
  {
    text: 'Explanations',
    items: [
      guide('comparison', 'Comparison'),
      guide('imports', 'The import system'),
      guide('namespaces', 'Namespaces'),
      guide('lifetimes', 'Lifetimes'),
      guide('calls', 'Ways of a call'),
      guide('security', 'Security'),
      guide('architecture'),
      group('Decisions', 'docs/adr/README.md', 'docs/adr'),
      guide('contributing'),
    ],
  },
]

/** The side bar of all pages. */
export const navigation = [...sections, ...rest()]

/** The bar at the top. */
export const home = [
  { text: 'Start', link: '/start' },
  { text: 'First plug-in', link: '/tutorials/first-c-plugin' },
  { text: 'C API', link: '/c-api' },
  { text: 'Command', link: '/cli' },
  { text: 'Help', link: '/troubleshooting' },
]
