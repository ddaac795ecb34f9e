# person list, person find, person reindex on a sample city: who is listed, who is found, who stays hidden.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;

my $db = "$dir/kota.db";
expect(0, undef, 'a city', "sample $dir/kota --persons 20000 --proposals 400 --seed 7");
my $lists = join ' ', map { "--usulan $_" } sort glob "$dir/kota/usulan*";
expect(0, undef, 'a run', "run --program $dir/kota/program.yaml $lists --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --db $db --keluaran $dir/satu");
sub answer { my $out = `$lindung @_ --db $db --json 2>/dev/null`; return $? ? undef : decode_json($out) }

my $all = answer('person list');
ok(!$all->{siap}, 'a run is not indexed by itself');
expect(0, qr/Rancangan yang diindeks\s*: 1/, 'indexed', "person reindex --db $db");
$all = answer('person list --banyak 500');
is($all->{orang}, 400, 'everybody');
is(scalar @{ $all->{daftar} }, 400, 'is listed');
is($all->{terpilih} + $all->{cadangan} + $all->{tinjau} + $all->{ditolak} + $all->{ganda}, 400, 'and counted');

# Each filter shows exactly those that it should: held against the whole list.
for my $verdict (qw(terpilih ditolak tinjau)) {
	my @want = grep { $_->{putusan} eq $verdict } @{ $all->{daftar} };
	my $got = answer("person list --putusan $verdict --banyak 500");
	is_deeply([ map { $_->{no} } @{ $got->{daftar} } ], [ map { $_->{no} } @want ], $verdict);
	is($got->{cocok}, scalar @want, 'counted');
}
my ($district) = grep { $_->{nama} eq 'Soreang' } @{ $all->{kecamatan} };
my $in = answer("person list --kecamatan $district->{kode} --banyak 500");
is($in->{orang}, $district->{orang}, 'a district');
is(scalar @{ $in->{daftar} }, $district->{orang}, 'is listed');
my $sum = 0;
for my $ward (@{ $in->{kelurahan} }) {
	my $one = answer("person list --kelurahan $ward->{kode} --banyak 500");
	is(scalar @{ $one->{daftar} }, $ward->{orang}, "ward $ward->{nama}");
	$sum += $ward->{orang};
}
cmp_ok($sum, '<=', $district->{orang}, 'wards within their district');
my ($where) = grep { $_->{rt} && $_->{rw} } @{ $in->{daftar} };
my $rt = answer("person list --kecamatan Soreang --rt $where->{rt} --rw $where->{rw} --banyak 500");
is_deeply([ map { $_->{no} } @{ $rt->{daftar} } ],
	[ map { $_->{no} } grep { ($_->{rt} // 0) == $where->{rt} && ($_->{rw} // 0) == $where->{rw} } @{ $in->{daftar} } ], 'RT and RW');

# Page by page gives the same people in the same order.
my (@pages, $after);
do {
	my $page = answer('person list --banyak 33' . ($after ? " --sesudah $after" : ''));
	push @pages, @{ $page->{daftar} };
	$after = $page->{lanjut};
} while ($after && @pages < 1000);
is_deeply([ map { $_->{no} } @pages ], [ map { $_->{no} } @{ $all->{daftar} } ], 'pages');

# Search: each name that stands in the list is found by its words, and nobody who has not got them.
my $missed = 0;
for my $p (@{ $all->{daftar} }[0 .. 39]) {
	my ($word) = sort { length $b <=> length $a } split ' ', $p->{nama} =~ s/[^A-Za-z ]//gr;
	next if length $word < 4;
	my $found = answer("person find '" . substr($word, 0, 4) . "' --banyak 200");
	$missed++ unless grep { $_->{orang} eq $p->{orang} } @{ $found->{daftar} };
}
is($missed, 0, 'by the beginning of a word');
is(scalar @{ answer(q(person find 'xyzzyx'))->{daftar} }, 0, 'nobody');
my ($person) = grep { $_->{putusan} eq 'terpilih' } @{ $all->{daftar} };
expect(2, qr/satu huruf/, 'one letter', "person find a --db $db");

# NIK, family card, telephone, from the registry and the lists themselves.
open my $csv, '<', "$dir/kota/dukcapil.csv" or die;
my %column; @column{ split /[;,]/, <$csv> =~ s/\s+$//r } = 0 .. 99;
my ($nik_at) = map { $column{$_} } grep { /^nik$/i } keys %column;
my ($kk_at) = map { $column{$_} } grep { /kk/i } keys %column;
ok(defined $nik_at && defined $kk_at, 'columns of the registry');
my ($hit_nik, $hit_kk) = (0, 0);
while (<$csv>) {
	my @c = split /[;,]/;
	next unless ($c[$nik_at] // "") =~ /^\d{16}$/;
	next unless $. % 120 == 0;
	my $found = answer("person find $c[$nik_at]");
	next unless $found->{orang};
	$hit_nik++;
	my $family = answer("person find $c[$kk_at]");
	$hit_kk++ if grep { $_->{orang} eq $found->{orang} } @{ $family->{daftar} };
}
SKIP: {
	skip 'nobody of the sample drawn is proposed', 1 unless $hit_nik;
	is($hit_kk, $hit_nik, 'whoever is found by the NIK is found by the family card');
}
unlike(join(' ', map { $_->{nik} // "" } @{ $all->{daftar} }), qr/\d{16}/, 'NIKs are masked');
expect(0, qr/\(tidak ada\)/, 'verify knows the index', "verify --db $db");

# A ward's officer.
my ($ward) = grep { $_->{orang} > 3 } @{ $in->{kelurahan} };
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
`printf '482913\n604271\n' | $lindung user add lurah --role operator_kelurahan --scope $ward->{kode} --db $db --sebagai rina.kelola 2>&1`;
is($?, 0, 'a ward officer');
sub as_ward { my $out = `printf '604271\n' | $lindung @_ --db $db --sebagai lurah --json 2>&1`; return $? ? undef : decode_json($out =~ s/^[^{]*//r) }
my $own = as_ward('person list --banyak 500');
is(scalar @{ $own->{daftar} }, $ward->{orang}, 'sees his ward');
is($own->{orang}, $ward->{orang}, 'counts his ward');
my %mine = map { $_->{orang} => 1 } @{ $own->{daftar} };
my ($stranger) = grep { !$mine{ $_->{orang} } } @{ $all->{daftar} };
my $found = as_ward("person find '$stranger->{nama}' --banyak 200");
is(scalar(grep { !$mine{ $_->{orang} } } @{ $found->{daftar} }), 0, 'finds nobody else');
ok(!as_ward('person list --kecamatan Ujung'), 'asks in vain for another district');
done_testing;
