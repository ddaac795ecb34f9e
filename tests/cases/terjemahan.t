# The English words of the screen: what is missing is counted and never the greater part; what the screen no longer
# says goes from po/en.po.
use strict;
use warnings;
use Test::More;

open my $list, '-|:encoding(UTF-8)', 'tools/pesan', '--list' or die "tools/pesan: $!";
chomp(my @said = <$list>);
close $list or die 'tools/pesan failed';
cmp_ok(scalar @said, '>', 500, scalar(@said) . ' texts on the screen');

open my $po, '<:encoding(UTF-8)', 'po/en.po' or die "po/en.po: $!";
my (%english, $id);
while (<$po>) {
	$id = unquote($1) if /^msgid "(.*)"$/;
	$english{$id} = unquote($1) if /^msgstr "(.+)"$/ && length $id;
}
sub unquote { return $_[0] =~ s/\\(.)/$1/gr }

my %said = map { $_ => 1 } @said;
my @missing = grep { !$english{$_} } @said;
my @stale = grep { !$said{$_} } sort keys %english;
cmp_ok(scalar @stale, '<=', 20, 'hardly anything is translated that is no longer said') or diag join "\n", @stale;
cmp_ok(2 * @missing, '<', scalar @said, scalar(@missing) . ' texts without English, ' . scalar(keys %english) . ' with');
if ($ENV{LINDUNG_BELUM}) { binmode STDERR, ':encoding(UTF-8)'; diag $_ for @missing }

SKIP: {
	skip 'msgfmt is not installed', 1 unless `msgfmt --version 2>/dev/null`;
	is(`msgfmt --check-format po/en.po -o /dev/null 2>&1`, '', 'msgfmt finds nothing');
}
done_testing();
