# The store on PostgreSQL: what store.t asks of a file.
use strict;
use warnings;

$ENV{UJI_MESIN} = 'postgresql';
do './tests/cli/store.t';
die $@ if $@;
