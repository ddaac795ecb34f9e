# The strict warnings hold under clang as well: every file of src/ and padan/ is parsed by it.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

plan skip_all => 'clang is not installed' unless `clang --version 2>/dev/null`;
my $deps = join ' ', map { s/\n//r } `pkg-config --cflags libsodium harfbuzz libzip json-c yaml-0.1 libseccomp libpq`;
$deps =~ s/-I/-isystem /g;
my $flags = '-std=gnu17 -D_GNU_SOURCE -DSOURCE_ROOT=\"\" -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wconversion -Wmissing-prototypes -Werror'
  . " -Wno-overlength-strings -ffp-contract=off -fsyntax-only -Isrc -Ipadan/include -Ipadan/src -Ipadan/id -Ipadan -isystem node_modules/better-sqlite3/deps/sqlite3 $deps";
my @files = tracked(qr{^(?:src|padan)/.*\.c$});
my $half = int(@files / 2);
my @out;
my @pipes = map { my @part = @$_; @part ? do { open(my $p, '-|', "clang $flags @part 2>&1") or die; $p } : () } [ @files[0 .. $half - 1] ], [ @files[$half .. $#files] ];
for my $p (@pipes) { push @out, grep { /error|warning/ } <$p>; close $p; }
is_deeply(\@out, [], 'clang warns of nothing');
done_testing();
