# Jobs: files go up, the work runs while its state can be read, the papers come down one by one and as one zip, for who
# may; the same order twice is one job; what a crash cut off is told.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Time::HiRes qw(sleep time);
use Web;

my $slow = $ENV{LINDUNG_SANITIZED} ? 10 : 1;
my $db = "$dir/kota.db";
is((lindung("sample $dir/kota --persons 6000 --proposals 120 --seed 5"))[0], 0, 'a city');
expect(0, undef, 'init', "init --db $db");
sub user {
	my ($name, $role, $pin, $more) = @_;
	my $as = $name eq 'rina.kelola' ? '' : '--sebagai rina.kelola';
	my $in = $as ? "482913\\n$pin\\n" : "$pin\\n";
	`printf '$in' | $lindung user add $name --role $role --db $db $as @{[ $more // '' ]} 2>&1`;
	is($?, 0, "user $name");
}
user('rina.kelola', 'admin', '482913');
user('sitti.opd', 'operator_opd', '739155');
user('budi.opd', 'operator_opd', '640281');
user('hasan.camat', 'operator_opd', '551937', '--scope 73.72.01');
user('dewi.bappeda', 'bappeda', '927364');
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my %who = map { $_->[0] => $web->other } [ 'sitti' ], [ 'budi' ], [ 'hasan' ], [ 'dewi' ];
for ([ sitti => 'sitti.opd', '739155' ], [ budi => 'budi.opd', '640281' ], [ hasan => 'hasan.camat', '551937' ], [ dewi => 'dewi.bappeda', '927364' ]) {
	is($who{ $_->[0] }->sign_in($_->[1], $_->[2])->{status}, 303, "$_->[1] signs in");
}
my $sitti = $who{sitti};

my $city = "$dir/kota";
my @order = ([ program => \"$city/program.yaml" ], [ usulan => \"$city/usulan_dinas_perikanan.csv" ], [ usulan => \"$city/usulan_disnaker.xlsx" ],
	[ dukcapil => \"$city/dukcapil.csv" ], [ desil => \"$city/desil.csv" ], [ peserta => \"$city/peserta.csv" ], [ tolak => \"$city/tolak_asn.csv" ]);
$_->{also} = { 'Idempotency-Key' => 'SUSUN-1' } for values %who;
my $r = $who{dewi}->multipart('/api/v1/run', @order);
is($r->{status}, 403, 'who may not run a match, may not order one');
$r = $sitti->multipart('/api/v1/run', @order);
is($r->{status}, 202, 'the order is taken') or diag $r->{content};
is($r->{headers}{location}, '/api/v1/pekerjaan/SUSUN-1', 'and says where to look');
is(decode_json($r->{content})->{pekerjaan}, 'SUSUN-1', 'its number is the key');
is($sitti->multipart('/api/v1/run', @order)->{status}, 202, 'ordered again: the same job');
is($sitti->multipart('/api/v1/run', @order[ 0 .. 3 ], $order[5])->{status}, 409, 'the same number for something else');
is($who{budi}->multipart('/api/v1/run', @order)->{status}, 409, 'or by somebody else');

sub job {
	my ($who, $id) = @_;
	my $j = $who->get("/api/v1/pekerjaan/$id");
	return $j->{status} == 200 ? decode_json($j->{content}) : $j->{status};
}
sub finished {
	my ($who, $id) = @_;
	my $until = time + 60 * $slow;
	my $j;
	do { sleep 0.1; $j = job($who, $id) } until !ref $j || $j->{usai} || time > $until;
	return $j;
}
my $j = finished($sitti, 'SUSUN-1');
is($j->{keadaan}, 'selesai', 'it is done') or diag explain $j;
is($j->{persen}, 100, 'all of it');
my %shown = map { $_->{label} => $_->{nilai} } @{ $j->{hasil} };
ok(scalar keys %shown, 'with its figures') or diag explain $j;
my %file = map { $_->{nama} => $_->{byte} } @{ $j->{berkas} };
ok($file{'keluaran/berita_acara.pdf'} && $file{'keluaran/pemeringkatan.xlsx'}, 'and its papers') or diag explain \%file;
$r = $sitti->get('/api/v1/pekerjaan/SUSUN-1/berkas/keluaran%2Fberita_acara.pdf');
like($r->{content}, qr/^%PDF-/, 'one paper');
is(length $r->{content}, $file{'keluaran/berita_acara.pdf'}, 'whole');
is($r->{headers}{'content-disposition'}, "attachment; filename*=UTF-8''berita_acara.pdf", 'as a download');
is($sitti->get('/pekerjaan/SUSUN-1/berkas/keluaran%2Fberita_acara.pdf')->{status}, 200, 'by its page too');
$r = $sitti->get('/pekerjaan/SUSUN-1/semua.zip');
open my $z, '>:raw', "$dir/semua.zip" or die;
print $z $r->{content};
close $z;
like(scalar `unzip -t $dir/semua.zip 2>&1`, qr/No errors/, 'all as one zip');
is(scalar(grep { /keluaran/ } `unzip -l $dir/semua.zip`), scalar keys %file, 'every one of them');
is($sitti->get("/pekerjaan/SUSUN-1/berkas/$_")->{status}, 404, "not $_")
  for 'keluaran%2F..%2F..%2F..%2F..%2Fkota.db', '..%2F..%2F..%2Fkota.db', '%2Fetc%2Fpasswd', 'tidak-ada';
like($sitti->get('/pekerjaan/SUSUN-1')->{content}, qr/Susun rancangan penetapan/, 'its page');
like($sitti->get('/pekerjaan')->{content}, qr/SUSUN-1|Pekerjaan/, 'the list');
like(scalar `$lindung decree list --db $db --json`, qr{"keadaan":"rancangan"}, 'the draft is in the database') or diag `$lindung decree list --db $db --json`;

# --- who else
is(ref job($who{budi}, 'SUSUN-1'), 'HASH', 'who may do the same for the same region sees it');
is(job($who{hasan}, 'SUSUN-1'), 404, 'who works for a ward does not');
is(job($who{dewi}, 'SUSUN-1'), 404, 'who may not run a match does not');
is($who{dewi}->get("/pekerjaan/SUSUN-1$_")->{status}, 404, "nor its files ($_)") for '', '/semua.zip', '/berkas/keluaran%2Fberita_acara.pdf';
is($web->get('/pekerjaan/SUSUN-1')->{status}, 303, 'a stranger is asked to sign in');

# --- nothing is left of what came up
is(join(' ', glob "$db.web/unggah/*"), '', 'the uploads are gone');

# --- one that fails
$sitti->{also} = { 'Idempotency-Key' => 'SUSUN-2' };
is($sitti->multipart('/api/v1/run', [ program => \"$city/desil.csv" ], @order[ 1 .. $#order ])->{status}, 202, 'an order that cannot go well');
$j = finished($sitti, 'SUSUN-2');
is($j->{keadaan}, 'gagal', 'fails');
like($j->{galat}, qr/program|desil\.csv/, 'and says why');

# --- by the form that every use case has
$r = $sitti->multipart('/kerja/run', @order, [ langkah => 'kirim' ], [ acuan => 'FORM-1' ], [ ulang => 'disusun lewat formulir' ]);
is("$r->{status} " . ($r->{headers}{location} // ''), '303 /pekerjaan/FORM-1?acuan=FORM-1', 'the form leads to its job') or diag $r->{content};
is(finished($sitti, 'FORM-1')->{keadaan}, 'selesai', 'which is done') or diag explain job($sitti, 'FORM-1');

# --- a crash
my $big = "$dir/besar";
is((lindung("sample $big --persons 60000 --proposals 3000 --seed 6"))[0], 0, 'a larger city');
@order = map { my ($n, $f) = @$_; [ $n, \($$f =~ s/^\Q$city\E/$big/r) ] } @order;
$sitti->{also} = { 'Idempotency-Key' => 'SUSUN-3' };
is($sitti->multipart('/api/v1/run', @order)->{status}, 202, 'a longer job');
kill 'KILL', $web->{pid};
waitpid $web->{pid}, 0;
delete $web->{pid};
$web = Web->start($lindung, $db);
ok($web->{port}, 'it starts again') or BAIL_OUT($web->said);
my $after = $web->other;
is($after->sign_in('sitti.opd', '739155')->{status}, 303, 'signed in');
is(job($after, 'SUSUN-3')->{keadaan}, 'terputus', 'what was cut off is told so');
is(job($after, 'SUSUN-1')->{keadaan}, 'selesai', 'what was done stays done');
is($after->get('/pekerjaan/SUSUN-1/berkas/keluaran%2Fberita_acara.pdf')->{status}, 200, 'with its papers');
is(join(' ', glob "$db.web/unggah/*"), '', 'the uploads of the crash are gone');
is(($web->stop)[0], 0, 'the end');
expect(0, qr/utuh/, 'verify', "verify --db $db");
done_testing();
