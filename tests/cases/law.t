# The golden figures of tests/cases/hukum once more through the command line: a column is an option, ">name" a key of
# the JSON, ">galat" words of the error.
use strict;
use warnings;
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';

sub cells {
	my ($line) = @_;
	chomp $line;
	my @cells;
	while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/g) {
		push @cells, defined $1 ? $1 =~ s/""/"/gr : $2;
		last unless length $3;
	}
	return @cells;
}

for ([ 'iuran.csv', 'compute iuran' ], [ 'manfaat.csv', 'compute manfaat' ]) {
	my ($file, $command) = @$_;
	open my $fh, '<', "tests/cases/hukum/$file" or die "$file: $!";
	my @names = cells(scalar <$fh>);
	while (my $line = <$fh>) {
		my %row;
		@row{@names} = cells($line);
		my @args = map { "--$_='$row{$_}'" } grep { !/^>|^catatan$/ && length $row{$_} } @names;
		my $out = `$lindung $command --json @args 2>&1`;
		my $code = $? >> 8;
		my $what = "$file:$. $row{catatan}";
		if (length $row{'>galat'}) {
			is($code, 2, "$what: refused");
			like($out, qr/^lindung: .*\Q$row{'>galat'}\E/, "$what: with the reason");
			next;
		}
		is($code, 0, $what) or diag $out;
		for my $key (map { /^>(.*)/ ? $1 : () } @names) {
			my $want = $row{">$key"};
			my ($got) = $out =~ /"\Q$key\E":"?([^",}]*)/;
			is($got // '', $want, "$what: $key") if $key ne 'galat';
		}
	}
}
# The tables are those of the shared domain files, number for number.
sub column {
	my ($path, @wanted) = @_;
	open my $fh, '<', $path or return;
	my @names = cells(scalar <$fh>);
	my @rows;
	while (my $line = <$fh>) {
		my %row;
		@row{@names} = cells($line);
		push @rows, \%row;
	}
	return @rows;
}
SKIP: {
	my $domain = '../shared/domain';
	skip 'the shared domain files are not here', 3 unless -d $domain;
	my @law = column('data/law/jkk_bpu.csv');
	my %base = map { $_->{kunci} eq 'bpu.dasar_upah' ? ($_->{dari} => $_->{nilai}) : () } @law;
	my %jkk  = map { $_->{kunci} eq 'bpu.jkk'        ? ($_->{dari} => $_->{nilai}) : () } @law;
	my @table = column("$domain/bpu_jkk_table.csv");
	is_deeply([ map { [ $base{ $_->{income_from} }, $jkk{ $_->{income_from} } ] } @table ],
		[ map { [ $_->{benefit_base_income}, $_->{jkk_monthly} ] } @table ], 'income brackets');
	is_deeply([ map { [ $_->{mulai}, $_->{nilai} ] } column('data/law/jp.csv') ],
		[ map { [ $_->{valid_from}, $_->{ceiling_idr} ] } column("$domain/jp_wage_ceiling.csv") ], 'pension ceilings');
	is_deeply([ map { [ $_->{kunci} =~ /(\d+)/, $_->{nilai} ] } column('data/law/cacat.csv') ],
		[ map { [ $_->{no}, $_->{persen} ] } column("$domain/disability_table.csv") ], 'disabilities');
}
done_testing();
