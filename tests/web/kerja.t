# A use case from form to receipt in chromium, with and without scripts; the budgets of a slow line; English.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Peramban;

my $why = missing_browser();
plan skip_all => $why if $why;
my $server = served();
exit browse('kerja.mjs', $server);
