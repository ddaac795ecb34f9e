# Signing in by the browser's pages: second factor, fresh codes, fixation, lock-out by address, sessions, tokens of the
# API, who opened whose NIK, the trail.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'init', "init --db $db");
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
for (['andi.kabid', 'verifikator'], ['budi.opd', 'operator_opd'], ['tim.periksa', 'inspektorat'], ['lurah.a', 'operator_kelurahan --scope 73.72.01']) {
	`printf '482913\n739155\n' | $lindung user add $_->[0] --role $_->[1] --db $db --sebagai rina.kelola 2>&1`;
	is($?, 0, "user $_->[0]");
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'serve') or BAIL_OUT($web->said);

# --- a page that nobody may see leads to the sign-in and back
my $r = $web->get('/pengaturan/hak');
is("$r->{status} $r->{headers}{location}", '303 /masuk?ke=%2Fpengaturan%2Fhak', 'to the sign-in');
$r = $web->get('/masuk');
like($r->{content}, qr{<label for="f-nama">.*autocomplete="current-password"}s, 'its form');
unlike($r->{content}, qr{<script>|style="|onclick}, 'nothing inline');
my $guest = { %{ $web->{cookies} } };
$r = $web->sign_in('budi.opd', '000000');
is($r->{status}, 400, 'a wrong PIN');
like($r->{content}, qr{role="alert".*href="\#f-pin".*salah}s, 'is said, and leads to the field');
like($r->{content}, qr{value="budi\.opd"}, 'the name stays');
$r = $web->sign_in('budi.opd', '739155', ke => '/pengaturan/hak');
is("$r->{status} $r->{headers}{location}", '303 /pengaturan/hak', 'the right one');
isnt($web->{cookies}{lindung}, $guest->{'lindung-tamu'} // '', 'with a key of its own');
like($r->{headers}{'set-cookie'}, qr/HttpOnly; SameSite=Lax/, 'that scripts do not see');
like($web->get('/pengaturan/hak')->{content}, qr{decree verify.*unmask}s, 'rights from the registry');

# --- a key that somebody chose is none
my $fixed = $web->other;
$fixed->{cookies}{lindung} = 'A' x 43;
is($fixed->get('/akun')->{status}, 303, 'a made-up key');

# --- enrolment: an approver reaches nothing before
my $kabid = $web->other;
is($kabid->sign_in('andi.kabid', '739155')->{status}, 303, 'an approver signs in');
$r = $kabid->get('/pengaturan/hak');
is("$r->{status} $r->{headers}{location}", '303 /akun/kode?ke=%2Fpengaturan%2Fhak', 'and is led to the enrolment');
is($kabid->get('/api/v1/decree/list')->{status}, 401, 'the API likewise');
like($kabid->get('/akun/kode')->{content}, qr/Daftarkan aplikasi autentikator dahulu/, 'which says why');
is($kabid->send('/akun/kode/mulai', '/akun/kode')->{status}, 303, 'a QR code');
like($kabid->get('/akun/kode')->{content}, qr{<svg [^>]*viewBox.*<code>[A-Z2-7]{32}</code>}s, 'is shown, as a picture and as letters');
is($kabid->send('/akun/kode', '/akun/kode', kode => '000000')->{status}, 400, 'a wrong code');
$r = $kabid->enrol;
is($r->{status}, 200, 'the right one');
my @recovery = $r->{content} =~ m{<li><code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>}g;
is(scalar @recovery, 10, 'ten recovery codes');
is($kabid->get('/pengaturan/hak')->{status}, 200, 'and everything is open');

# --- the next time: the code is asked for, the key changes with it
my $again = $web->other;
$again->sign_in('andi.kabid', '739155');
my $half = $again->{cookies}{lindung};
$r = $again->get('/pengaturan/hak');
is("$r->{status} $r->{headers}{location}", '303 /masuk/kode?ke=%2Fpengaturan%2Fhak', 'half signed in');
is($again->get('/akun')->{status}, 303, 'and nowhere in');
is($again->send('/masuk/kode', '/masuk/kode', kode => Web::totp($kabid->{key}))->{status}, 400, 'a code that was used');
$r = $again->send('/masuk/kode', '/masuk/kode', kode => $recovery[3], ke => '/akun');
is("$r->{status} $r->{headers}{location}", '303 /akun', 'a recovery code');
isnt($again->{cookies}{lindung}, $half, 'a new key');
my $old = $web->other;
$old->{cookies}{lindung} = $half;
is($old->get('/akun')->{status}, 303, 'the old one opens nothing');
like($again->get('/akun')->{content}, qr/9 kode cadangan/, 'nine are left');

# --- sessions
my @sessions = $kabid->get('/akun')->{content} =~ /name="sesi" value="(\d+)"/g;
is(scalar @sessions, 1, 'the other session is seen');
is($kabid->send('/akun/sesi', '/akun', sesi => $sessions[0])->{status}, 303, 'ended');
is($again->get('/akun')->{status}, 303, 'at once');
is($kabid->send('/akun/sesi', '/akun', sesi => '123')->{status}, 400, 'one that is not there');

# --- managers: tokens, users
my $rina = $web->other;
$rina->sign_in('rina.kelola', '482913');
$rina->enrol;
like($rina->get('/pengaturan/pengguna')->{content}, qr/andi\.kabid/, 'users');
is($web->get('/pengaturan/token')->{status}, 403, 'tokens are for managers');
my @day = gmtime(time + 30 * 86400);
my $until = sprintf '%04d-%02d-%02d', $day[5] + 1900, $day[4] + 1, $day[3];
$r = $rina->send('/pengaturan/token', '/pengaturan/token', nama => 'siks', pengguna => 'budi.opd', wewenang => 'lihat', jatah => 3, sampai => $until);
my ($token) = $r->{content} =~ /<code>(ldg_[\w-]{43})</;
ok($token, 'a token') or diag $r->{content};
unlike($rina->get('/pengaturan/token')->{content}, qr/\Q$token\E/, 'shown once');
my $api = sub { return $web->other->get($_[0], headers => { Authorization => "Bearer $token" })->{status} };
is($api->('/api/v1/decree/list'), 200, 'opens what it may');
is($api->('/api/v1/batch/rows'), 403, 'and nothing else');
$api->('/api/v1/decree/list') for 1 .. 3;
is($api->('/api/v1/decree/list'), 429, 'as often as it may');

# --- guessing from one address locks that address for that name only
my $guess = $web->other;
$guess->sign_in('lurah.a', "00000$_") for 1 .. 4;
is($guess->sign_in('lurah.a', '000009')->{status}, 409, 'the fifth wrong one');
is($guess->sign_in('lurah.a', '739155')->{status}, 409, 'waits');
is($guess->sign_in('siapa', '000000')->{status}, 400, 'another name does not');

# --- the trail
my $auditor = $web->other;
is($auditor->sign_in('tim.periksa', '739155')->{status}, 303, 'the auditor');
is($web->get('/pengaturan/jejak')->{status}, 403, 'is for few');
my $trail = $auditor->get('/pengaturan/jejak?pelaku=rina.kelola')->{content};
like($trail, qr{Tambah pengguna.*Masuk|Masuk.*Tambah pengguna}s, 'who did what');
like($trail, qr{Buat token API}, 'and when');
unlike($trail, qr{<td>andi\.kabid</td>}, 'only that actor');
$r = $auditor->send('/pengaturan/jejak/periksa', '/pengaturan/jejak');
like($r->{content}, qr/Utuh:/, 'verified on the page');

# --- who looked
$r = $web->send('/pengaturan/siapa-melihat', '/pengaturan/siapa-melihat', nik => '7372041234567890');
is($r->{status}, 200, 'whose data');
like($r->{content}, qr/Belum ada yang membuka/, 'nobody yet');
$r = $web->send('/pengaturan/siapa-melihat', '/pengaturan/siapa-melihat', nik => '7372041234567890');
like($r->{content}, qr{7372\*+7890.*budi\.opd.*data dilihat}s, 'but who asked');
unlike($r->{content}, qr/7372041234567890/, 'the NIK stays masked');
is($web->send('/pengaturan/siapa-melihat', '/pengaturan/siapa-melihat', nik => '12')->{status}, 400, 'a NIK has sixteen digits');
like($web->get('/buka-nik?rancangan=7K3M-9QWP-2XTA&urut=1')->{content}, qr{value="7K3M-9QWP-2XTA"}, 'the form to open a NIK');
is($web->send('/buka-nik', '/buka-nik', rancangan => '7K3M-9QWP-2XTA', urut => 1, keperluan => 'sanggahan', alasan => 'sanggahan warga')->{status},
	400, 'of a draft that is not there');

# --- signing out
is($web->send('/keluar', '/akun')->{status}, 303, 'out');
is($web->get('/akun')->{status}, 303, 'and gone');
my ($code) = $web->stop;
is($code, 0, 'it ends well');
expect(0, qr/utuh/, 'verify', "verify --db $db");
my $bytes = join '', map { open my $f, '<:raw', $_ or die; local $/; <$f> } glob "$db*";
is(index($bytes, $kabid->{key}), -1, 'no secret in the database');
is(index($bytes, $recovery[0]), -1, 'no recovery code');
is(index($bytes, substr $token, 4), -1, 'no token');
is(index($bytes, $kabid->{cookies}{lindung}), -1, 'no key of a session');
done_testing();
