/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define LINDUNG_VERSION "0.1.0" /* as in meson.build; tests/cli/lindung.t compares them */

#endif
