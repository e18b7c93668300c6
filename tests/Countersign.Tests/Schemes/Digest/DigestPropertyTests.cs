using Countersign.Decisions;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Schemes.Digest;

/// <summary>Whatever a peer sends, the scheme answers.</summary>
public sealed class DigestPropertyTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(4000);
    private static readonly DigestNonces _nonces = new(new Clock(), TimeSpan.FromMinutes(5));

    private static readonly DigestScheme _scheme = new(
        "d",
        new() { Realm = "r", Algorithms = DigestAlgorithm.All, Qop = ["auth", "auth-int"], Userhash = true },
        new Users().Add("Mufasa", "r", "Circle of Life"),
        new Ledger(),
        _nonces,
        new Guesses());

    private static readonly Credentials _good = DigestResponder.Respond(
        _scheme.ChallengesFor(new Facts(), AccessPolicy.Public, null).First(), new("Mufasa", "Circle of Life"), "GET", "/a?b=1", "c")!;

    private static readonly Gen<string> _name = Gen.Elements(
        "username", "username*", "realm", "nonce", "uri", "response", "qop", "nc", "cnonce", "algorithm", "opaque", "userhash", "other");

    private static readonly Gen<string> _value = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements(
            "", "r", "true", "auth", "auth-int", "MD5-sess", "SHA-256", "00000001", "ffffffff", "/a?b=1", "http://[::1", "http://x:y/", "http://",
            "UTF-8''%C3%A4", "UTF-8''%", "\ud800", "\u00e4", "\0", "0123456789abcdef", new string('=', 48), new string('!', 48), new string('A', 48),
            new string('\u00e4', 700)));

    private static readonly Gen<Credentials> _credentials =
        from changes in Gen.Zip(_name, _value).ListOf()
        from keeps in Gen.Choose(0, 3)
        select _good with
        {
            Params =
            [
                .. keeps == 0 ? [] : _good.Params.Where(each => changes.All(change => change.Item1 != each.Name)),
                .. changes.DistinctBy(change => keeps == 1 ? change : (change.Item1, "")).Select(change => new AuthParam(change.Item1, change.Item2)),
            ],
        };

    [Fact]
    public void Answers_any_parameters() => Prop.ForAll(_credentials.ToArbitrary(), credentials =>
    {
        var judged = _scheme.VerifyAsync(credentials, new Facts(), CancellationToken.None);
        Assert.True(judged.IsCompletedSuccessfully);
        Assert.True(judged.Result.Refusal is not null || credentials.Find("response") == _good.Find("response"));
    }).Check(_many);

    [Fact]
    public void Knows_no_nonce_but_its_own() => Prop.ForAll(_value.ToArbitrary(), nonce =>
        Assert.Equal(DigestNonceState.Foreign, _nonces.Read(nonce, "r").State)).Check(_many);

    [Fact]
    public void Knows_no_nonce_with_a_changed_character()
    {
        var nonce = _nonces.Create("r");
        Assert.Equal(DigestNonceState.Alive, _nonces.Read(nonce, "r").State);
        Assert.Equal(DigestNonceState.Foreign, _nonces.Read(nonce, "s").State);
        for (var i = 0; i < nonce.Length; i++)
        {
            foreach (var other in "Aa-_+/= \u00e4\0")
            {
                if (other != nonce[i])
                    Assert.Equal(DigestNonceState.Foreign, _nonces.Read(nonce[..i] + other + nonce[(i + 1)..], "r").State);
            }
        }
    }

    [Fact]
    public void Reads_back_the_extended_names_that_it_writes() => Prop.ForAll<NonEmptyString>(text =>
    {
        var name = text.Get.Replace("\ufffd", "").Normalize();
        Assert.True(ExtendedValue.TryRead(ExtendedValue.Write(name), out var read));
        Assert.Equal(name, read);
    }).Check(_many);
}
