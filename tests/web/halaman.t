# Every page in a browser: accessibility, policy, console, width, size. LINDUNG_GAMBAR=DIR keeps a picture of each.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Peramban;

my $why = missing_browser();
plan skip_all => $why if $why;
my $server = served(city => 1);
exit browse('halaman.mjs', $server, join(',', @{ $server->{names} }), $ENV{LINDUNG_GAMBAR} // ());
