/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/city.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct city_order order = { 0 };
	struct err e = { 0 };

	if (argc < 2) {
		fprintf(stderr, "city_sample DIR [CODE [PERSONS [PROPOSALS [SEED]]]]\n");
		return ERR_USAGE;
	}
	order.dir = argv[1];
	order.code = argc > 2 ? argv[2] : NULL;
	order.persons = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
	order.proposals = argc > 4 ? (uint32_t)strtoul(argv[4], NULL, 10) : 0;
	order.seed = argc > 5 ? strtoull(argv[5], NULL, 10) : 1;
	if (city_write(&order, seams_real(), NULL, NULL, &e))
		fprintf(stderr, "%s\n", e.text);
	return e.code;
}
