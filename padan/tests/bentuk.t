# `padan` without settings on lists of many shapes that nobody tuned it to (padan/tools/make_sets.py): floors of F1.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;

my $padan = $ENV{PADAN} // 'build/padan';
my $dir = tempdir(CLEANUP => 1);
my $tool = dirname(__FILE__) . '/../tools/make_sets.py';
plan skip_all => 'python3 is not here' if system("python3 $tool $dir 7 2>$dir/err");

# These lists have no quotes with separators but in a name: "Weber, Anna".
sub rows {
	my ($path, $mark) = @_;
	open my $fh, '<', $path or die "$path: $!";
	my @all = map { s/[\r\n]//gr } <$fh>;
	s/"([^"]*)"/$1 =~ s{[,;]}{ }gr/ge for @all;
	my @head = split /\Q$mark\E/, shift @all;
	return map { my %r; @r{@head} = split /\Q$mark\E/, $_, -1; \%r } @all;
}
sub pairs { my %n; $n{$_}++ for @_; my $s = 0; $s += $_ * ($_ - 1) / 2 for values %n; return $s; }

for ([ 'jerman', ';', .96 ], [ 'amerika', ',', .98 ], [ 'sejarah', ',', .94 ], [ 'rl', ',', .94 ], [ 'spanyol', ',', .98 ],
	[ 'tanpanama', ',', .98 ], [ 'sedikit', ',', .93 ], [ 'usaha', ',', .96 ], [ 'sejarahpanjang', ',', .85 ]) {
	my ($set, $mark, $floor) = @$_;
	is(system("$padan dedupe $dir/$set.csv -o $dir/c.csv --exclude kebenaran"), 0, $set);
	my @truth = map { $_->{kebenaran} } rows("$dir/$set.csv", $mark);
	my @found = map { $_->{cluster_id} } rows("$dir/c.csv", ',');
	is(scalar @found, scalar @truth, 'every record once');
	my $f1 = 2 * pairs(map { "$truth[$_] $found[$_]" } 0 .. $#truth) / (pairs(@truth) + pairs(@found));
	cmp_ok($f1, '>=', $floor, sprintf '%s: F1 %.4f', $set, $f1);
}
for my $set ('L', 'M') {
	is(system("$padan link $dir/kiri$set.csv $dir/kanan$set.csv -o $dir/l.csv --exclude kebenaran"), 0, "link $set");
	my %left = map { $_->{ref} => $_->{kebenaran} } rows("$dir/kiri$set.csv", ',');
	my %right = map { $_->{key} => $_->{kebenaran} } rows("$dir/kanan$set.csv", ',');
	my %there = map { $_ => 1 } values %right;
	my @found = rows("$dir/l.csv", ',');
	my ($both, $true) = (scalar(grep { $left{ $_->{left_id} } eq $right{ $_->{right_id} } } @found), scalar(grep { $there{$_} } values %left));
	cmp_ok(2 * $both / (@found + $true), '>=', .985, sprintf 'headings that differ (%s): F1 %.4f', $set, 2 * $both / (@found + $true));
}
done_testing();
