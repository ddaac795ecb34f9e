# `padan link`: the larger side streams past, and nothing but the two sets of rows decides.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';

my $padan = $ENV{PADAN} // 'build/padan';
my ($make) = grep { -x } ($ENV{MAKE_PEOPLE} // (), 'build/make_people', glob('build/*/padan/cli/make_people'));
plan skip_all => 'make_people is not built' unless $make;
my $dir = tempdir(CLEANUP => 1);
sub run { my $out = `$padan @_ 2>&1`; return ($? & 127 ? 128 : $? >> 8, $out); }
sub put { my ($name, $text) = @_; open my $fh, '>:raw', "$dir/$name" or die; print $fh $text; close $fh; return "$dir/$name"; }
sub lines { open my $fh, '<', $_[0] or die "$_[0]: $!"; chomp(my @l = <$fh>); return @l; }
sub as_set { return join "\n", sort @_; }
sub turned { return map { s/^([^,]*),([^,]*)/$2,$1/r } @_; }

# People, each once in the registry; their copies are the list. The truth is `orang`.
system("$make 150000 300 100 7 > $dir/all.csv") == 0 or die;
my ($head, @rows) = lines("$dir/all.csv");
my (%seen, @registry, @list, %truth);
for (@rows) {
	my ($id, $person) = (/^([^,]*),/, /,([^,]*)$/);
	$truth{$id} = $person;
	push @{ $seen{$person}++ ? \@list : \@registry }, $_;
}
@list = grep { /^[^,]*[05],/ } @list;
my $list = put('list.csv', join "\n", $head, @list, '');
my $registry = put('registry.csv', join "\n", $head, @registry, '');
cmp_ok(-s $registry, '>', 16 << 20, 'the registry is longer than what is held');

my ($code, $out) = run("link $list $registry --exclude orang -o $dir/p.csv --save-model $dir/m.json --json $dir/j.json");
is($code, 0, 'links') or diag $out;
my ($top, @pairs) = lines("$dir/p.csv");
my $right = grep { my ($a, $b) = split /,/; $truth{$a} eq $truth{$b} } @pairs;
cmp_ok($right, '>=', .99 * @list, "finds $right of " . scalar @list);
cmp_ok(@pairs - $right, '<=', .001 * @list, 'and hardly anybody else: ' . (@pairs - $right));
like(join('', lines("$dir/j.json")), qr/"kiri_berulang": true, "kanan_berulang": false/, 'the list has people twice, the registry has not');

run("link $list $registry --exclude orang -o $dir/t.csv --threads 1");
is_deeply([ lines("$dir/t.csv") ], [ $top, @pairs ], 'one thread, the same file');
run("link $registry $list --exclude orang -o $dir/s.csv --json $dir/j.json");
my ($top_turned, @turned) = lines("$dir/s.csv");
is(as_set(turned(@turned)), as_set(@pairs), 'named the other way round, the same pairs turned');
like(join('', lines("$dir/j.json")), qr/"kanan_berulang": true/, 'and the right side is the one with people twice');
my %at = map { $registry[$_] =~ /^([^,]*)/ ? ($1 => $_) : () } 0 .. $#registry;
my @order = map { $at{ (split /,/)[0] } } @turned;
is_deeply(\@order, [ sort { $a <=> $b } @order ], 'in the order of the file named first');

put('list2.csv', join "\n", $head, (reverse @list), '');
put('registry2.csv', join "\n", $head, @registry[50000 .. $#registry], (reverse @registry[0 .. 49999]), '');
run("link $dir/list2.csv $dir/registry2.csv --exclude orang -o $dir/u.csv");
is(as_set(lines("$dir/u.csv")), as_set($top, @pairs), 'rows in another order, the same pairs');

run("link $list $registry --model $dir/m.json -o $dir/w.csv");
for my $sides ([ $list, $registry, 'w' ], [ $registry, $list, 'v' ]) {
	my ($a, $b, $whole) = @$sides;
	run("link $a $b --model $dir/m.json -o $dir/$whole.csv");
	for my $n (2, 3) {
		run("link $a $b --model $dir/m.json --part $_/$n -o $dir/part$_.csv") for 1 .. $n;
		($code, $out) = run('merge', (map { "$dir/part$_.csv" } 1 .. $n), "-o $dir/m.csv");
		is($code, 0, 'parts merge') or diag $out;
		is_deeply([ lines("$dir/m.csv") ], [ lines("$dir/$whole.csv") ], "$n parts make the whole");
	}
}

# What people have said, of rows that stream past; also of rows that are numbered.
my ($a, $b) = (split /,/, $pairs[0])[0, 1];
my ($c, $d) = (split /,/, $pairs[1])[0, 1];
my $labels = put('labels.csv', "left_id,right_id,label\n$a,$b,beda\n$a,$d,sama\n");
for my $sides ([ "$list $registry", $labels, sub { @_ } ], [ "$registry $list", put('turned.csv', "left_id,right_id,label\n$b,$a,beda\n$d,$a,sama\n"), \&turned ]) {
	my ($files, $said, $turn) = @$sides;
	($code, $out) = run("link $files --exclude orang --labels $said -o $dir/l.csv");
	is($code, 0, 'with labels') or diag $out;
	my %pair = map { join(',', (split /,/)[0, 1]) => $_ } $turn->(lines("$dir/l.csv"));
	ok(!$pair{"$a,$b"}, 'what people call different is no pair');
	like($pair{"$a,$d"} // '', qr/^\Q$a,$d\E,1\.000000/, 'what they call the same is one');
}

# One row against many, none against many, and the report of a long file.
my $one = put('one.csv', "$head\n$list[0]\n");
($code, $out) = run("link $one $registry --exclude orang -o $dir/o.csv");
is($code, 0, 'one row') or diag $out;
my @found = lines("$dir/o.csv");
is(scalar @found, 2, 'finds its person');
is($truth{ (split /,/, $found[1] // ',')[0] }, $truth{ (split /,/, $found[1] // ',')[1] }, 'who is the right one');
($code, $out) = run('link', put('none.csv', "$head\n"), "$registry -o $dir/o.csv");
is($code, 0, 'no row') or diag $out;
is(scalar(lines("$dir/o.csv")), 1, 'and no pair');
($code, $out) = run("link $registry $list --exclude orang -o $dir/o.csv --report $dir/r.html");
is($code, 0, 'the report of a file that streams') or diag $out;
like(join('', lines("$dir/r.html")), qr/baris kiri/, 'is written');
($code, $out) = run("link $list $registry --exclude orang --plan");
like($out, qr/contoh \d+ baris yang diambil di 64 tempat/, 'the plan says where the kinds of columns were seen');
($code, $out) = run("review $list $registry --exclude orang --labels $labels -n 20 -o $dir/q.csv");
is($code, 0, 'questions') or diag $out;
ok(!grep({ /^\Q$a,$b\E,/ } lines("$dir/q.csv")), 'nobody is asked what is answered');
done_testing();
