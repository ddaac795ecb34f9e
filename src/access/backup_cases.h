/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ACCESS_BACKUP_CASES_H
#define ACCESS_BACKUP_CASES_H

#include "office/office.h"

#define CASES "access/backup.def"
#include "office/declare.inc"

#endif
