using Countersign.TestKit;
using Countersign.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Wire;

/// <summary>The readers against a slow, literal transcription of the ABNF, on random input near the grammar.</summary>
public sealed class GrammarPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(6000);

    private static readonly Gen<string> Piece = Gen.Elements(
        " ", " ", "\t", ",", ",", "=", "=", "\"", "\\", ";", "/", "~", "ä", "\u007f", "\0", "\r\n", "a", "B", "1", "!", "Foo", "Basic", "realm", "x==", "\"q\"", "a=1", "b=\"2\"", ", ", "Foo a=1", "qop=auth,auth-int");

    private static readonly Gen<string> Pieces = Piece.ListOf().Select(pieces => string.Concat(pieces.Take(14)));

    private static readonly string[] Lines =
    [
        .. Vectors.Load("challenge-parsing.json").GetProperty("vectors").EnumerateArray()
            .Select(vector => string.Join(", ", vector.GetProperty("field_lines").EnumerateArray().Select(line => line.GetString())))
            .Where(line => line.Length <= 80),
    ];

    // A line of the vectors in which one piece replaces a few characters.
    private static readonly Gen<string> Mutated =
        from line in Gen.Elements(Lines)
        from at in Gen.Choose(0, line.Length)
        from length in Gen.Choose(0, 3)
        from piece in Piece
        select string.Concat(line.AsSpan(0, at), piece, line.AsSpan(Math.Min(line.Length, at + length)));

    private static readonly Gen<string> Values = Gen.OneOf(Pieces, Mutated);

    [Fact]
    public void Both_parsers_agree_on_challenges() => Prop.ForAll(Values.ToArbitrary(), value =>
    {
        var trees = AbnfChallengeParser.Challenges(value);
        var reading = ChallengeReader.Read(value);

        Assert.Equal(trees.Count > 0, reading.IsValid);
        if (reading.IsValid)
            Assert.Equal(Assert.Single(trees), string.Concat(reading.Challenges.Select(Tree)));
    }).Check(Many);

    [Fact]
    public void Both_parsers_agree_on_credentials() => Prop.ForAll(Values.ToArbitrary(), value =>
    {
        var trees = AbnfChallengeParser.Credentials(value);
        var reading = CredentialsReader.Read(value);

        Assert.Equal(trees.Count > 0, reading.IsValid);
        if (reading.IsValid)
            Assert.Equal(Assert.Single(trees), Tree(new Challenge(reading.Credentials!.Scheme) { Token68 = reading.Credentials.Token68, Params = reading.Credentials.Params }));
    }).Check(Many);

    [Fact]
    public void Both_parsers_agree_on_Authentication_Info() => Prop.ForAll(Values.ToArbitrary(), value =>
    {
        var trees = AbnfChallengeParser.AuthenticationInfo(value);
        var reading = AuthenticationInfoReader.Read(value);

        Assert.Equal(trees.Count > 0, reading.IsValid);
        if (reading.IsValid)
            Assert.Equal(Assert.Single(trees), string.Concat(reading.Params.Select(param => AbnfChallengeParser.Tree(param.Name, param.Value, param.Quoted))));
    }).Check(Many);

    [Fact]
    public void Lines_read_as_their_joined_value_does() => Prop.ForAll(Values.ListOf().Select(lines => lines.Take(4).ToArray()).ToArbitrary(), lines =>
    {
        var asLines = ChallengeReader.Read(lines);
        var asValue = ChallengeReader.Read(string.Join(", ", lines));

        Assert.Equal(asValue.IsValid, asLines.IsValid);
        Assert.Equal(ReadingText.Of(asValue.Challenges), ReadingText.Of(asLines.Challenges));
    }).Check(Many);

    [Fact]
    public void No_text_makes_a_reader_throw_and_every_fault_lies_within_it() =>
        Prop.ForAll(Gen.OneOf(Values, ArbMap.Default.GeneratorFor<string>().Where(value => value is not null)).ToArbitrary(), value =>
        {
            WireFault[] faults = [.. ChallengeReader.Read(value).Faults, .. CredentialsReader.Read(value).Faults, .. AuthenticationInfoReader.Read(value).Faults];
            Assert.All(faults, fault =>
            {
                Assert.InRange(fault.Start, 0, value.Length);
                Assert.InRange(fault.Start + fault.Length, fault.Start, value.Length);
                Assert.NotNull(WireFaultKinds.Find(fault.Kind));
            });
        }).Check(Many);

    [Fact]
    public void An_invalid_value_has_a_fault() => Prop.ForAll(Values.ToArbitrary(), value =>
    {
        Assert.True(ChallengeReader.Read(value) is { IsValid: true } or { Faults.IsEmpty: false });
        Assert.True(CredentialsReader.Read(value) is { IsValid: true } or { Faults.IsEmpty: false });
    }).Check(Many);

    [Fact]
    public void What_was_read_can_be_written_and_reads_alike_again() => Prop.ForAll(Values.ToArbitrary(), value =>
    {
        foreach (var challenge in ChallengeReader.Read(value).Challenges)
        {
            var again = ChallengeReader.Read(ChallengeWriter.Write(challenge));
            Assert.True(again.IsValid);
            Assert.Equal(Unquoted(challenge), Unquoted(Assert.Single(again.Challenges)));
        }
    }).Check(Many);

    // The writer quotes a realm that was read as a token; nothing else changes.
    private static string Unquoted(Challenge challenge) => AbnfChallengeParser.Tree(
        challenge.Scheme,
        challenge.Token68,
        challenge.Params.Select(param => (param.Name, param.Value, param.Quoted || param.Name.Equals("realm", StringComparison.OrdinalIgnoreCase))));

    private static string Tree(Challenge challenge) =>
        AbnfChallengeParser.Tree(challenge.Scheme, challenge.Token68, challenge.Params.Select(param => (param.Name, param.Value, param.Quoted)));
}
