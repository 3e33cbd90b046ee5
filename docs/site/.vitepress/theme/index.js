// SPDX-License-Identifier: Apache-2.0
// The default theme without its web font: readers have the fonts of their system.
import DefaultTheme from 'vitepress/theme-without-fonts'
import './style.css'

export default DefaultTheme
