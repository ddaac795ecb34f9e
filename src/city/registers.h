/* SPDX-License-Identifier: EUPL-1.2
 *
 * The city's registers: what the registry, the poverty office, the insurer, the payroll and last
 * year's decree hold. One pass over the city; proposals are sampled on the way.
 */
#ifndef CITY_REGISTERS_H
#define CITY_REGISTERS_H

#include "city/city.h"
#include "city/out.h"
#include "city/pick.h"

/* Writes dukcapil.csv, desil.csv, peserta.csv, tolak_asn.csv and sk_lama.csv; offers everyone to `sampler`. */
MUST_CHECK int registers_write(const struct city *c, const struct city_order *order, const struct seams *s,
			       struct sampler *sampler, city_progress *progress, void *ctx, struct err *e);

/* dd-mm-yyyy */
char *day_dmy(date d, char separator, char out[16]);

#endif
