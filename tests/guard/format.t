# clang-format leaves every file as it is.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my @files = grep { !m{_tables?\.[ch]$} } tracked(qr{^(?:src|padan|tests)/.*\.[ch]$});
plan skip_all => 'clang-format is not installed' unless `clang-format --version 2>/dev/null`;
my @bad = map { /^(\S+?):\d+:\d+: / ? $1 : () } `clang-format --dry-run @files 2>&1`;
my %seen;
is_deeply([ grep { !$seen{$_}++ } @bad ], [], 'clang-format changes nothing (make format)');
done_testing();
