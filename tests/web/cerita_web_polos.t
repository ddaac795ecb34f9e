# The same story as cerita_web.t in a browser that runs no scripts.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Peramban;

my $why = missing_browser();
plan skip_all => $why if $why;
my $server = served(bare => '--persons 2000 --proposals 300 --seed 3');
exit browse('cerita_web.mjs', $server, 'tanpa');
