# Every unit test has a name of its own: a second one of the same name would take the first one's place, silently.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my (%seen, @bad);
for my $path (tracked(qr{^tests/unit/.*meson\.build$})) {
	push @bad, "$path: $_" for grep { $seen{$_}++ } slurp($path) =~ /'(\w+)':\s*files\(/g;
}
is_deeply(\@bad, [], 'no name twice');
cmp_ok(scalar keys %seen, '>', 50, 'and they were looked at');
done_testing();
