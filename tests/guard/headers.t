# Every header compiles alone and has its guard and licence line.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my @headers = tracked(qr{^(?:src/[^/]+|padan/include/padan|tests)/\w+\.h$});
my @bad;
my $flags = '-std=gnu17 -D_GNU_SOURCE -DSOURCE_ROOT=\"\" -Wall -Wextra -Werror -Wno-unused-function -fsyntax-only -Isrc -Ipadan/include -Itests -Inode_modules/better-sqlite3/deps/sqlite3 '
  . join(' ', map { s/\n//r } `pkg-config --cflags libsodium harfbuzz libzip libpq`);
for my $h (@headers) {
	my $text = slurp($h);
	push @bad, "$h: no licence line" unless $text =~ /^\/\* SPDX-License-Identifier: EUPL-1\.2/;
	push @bad, "$h: no include guard" unless $text =~ /^#ifndef (\w+_H)\n#define \1\n/m;
}
open my $all, '|-', "gcc $flags -x c - 2>&1" or die;
close $all;
my $pid = 0;
for my $h (@headers) {
	my $out = `gcc $flags -x c -include $h /dev/null 2>&1`;
	push @bad, "$h does not compile alone:\n$out" if $?;
}
is_deeply(\@bad, [], 'headers compile alone');
done_testing();
