using System.Text;
using System.Text.Json;
using Countersign.Tokens;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Tokens;

public sealed class StrictJsonTests
{
    private const int Roomy = 100_000;

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(8000);

    private static readonly Gen<string> Piece = Gen.Elements(
        "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "\"a\":1", "\"\\u0061\":2", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\\", "\\n", "\\u00", "\0",
        " ", "\n", "\t", "0", "1", "-", "-1", "1.5", "1e9", "01", ".", "e", "+", "true", "false", "null", "tru", "{}", "[]", "\u0001", "é", "\"é\"", "//", "NaN");

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\"a\" : [1, -0.5e+3 ,true,false,null,\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\ude00\"] }\r\n\t")]
    [InlineData("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}")]
    [InlineData("{\"\":1,\" \":2,\"A\":3,\"a\":4}")]
    public void Passes_sound_objects(string text) => Assert.Null(Check(text));

    [Theory]
    [InlineData("", TokenFaultKind.JsonMalformed, 0, 0)]
    [InlineData("{", TokenFaultKind.JsonMalformed, 1, 0)]
    [InlineData("{\"a\":1,}", TokenFaultKind.JsonMalformed, 7, 1)]
    [InlineData("{\"a\":01}", TokenFaultKind.JsonMalformed, 6, 1)]
    [InlineData("{\"a\":+1}", TokenFaultKind.JsonMalformed, 5, 1)]
    [InlineData("{\"a\":1.}", TokenFaultKind.JsonMalformed, 7, 1)]
    [InlineData("{\"a\":1e}", TokenFaultKind.JsonMalformed, 7, 1)]
    [InlineData("{\"a\":tru}", TokenFaultKind.JsonMalformed, 5, 1)]
    [InlineData("{'a':1}", TokenFaultKind.JsonMalformed, 1, 1)]
    [InlineData("{\"a\":\"\n\"}", TokenFaultKind.JsonMalformed, 6, 1)]
    [InlineData("{\"a\":\"\\x\"}", TokenFaultKind.JsonMalformed, 6, 2)]
    [InlineData("{\"a\":\"\\u12g4\"}", TokenFaultKind.JsonMalformed, 6, 2)]
    [InlineData("{\"a\":\"\\u002\0\"}", TokenFaultKind.JsonMalformed, 6, 2)]
    [InlineData("{\"a\":[1,2}", TokenFaultKind.JsonMalformed, 9, 1)]
    [InlineData("{\"a\" 1}", TokenFaultKind.JsonMalformed, 5, 1)]
    [InlineData("\uFEFF{}", TokenFaultKind.JsonMalformed, 0, 1)]
    [InlineData("{}{}", TokenFaultKind.JsonTrailing, 2, 2)]
    [InlineData("{} \0", TokenFaultKind.JsonTrailing, 3, 1)]
    [InlineData("[{}]", TokenFaultKind.JsonNotAnObject, 0, 4)]
    [InlineData("\"{}\"", TokenFaultKind.JsonNotAnObject, 0, 4)]
    [InlineData("{\"a\":\"\\ud800\"}", TokenFaultKind.JsonLoneSurrogate, 6, 6)]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}", TokenFaultKind.JsonLoneSurrogate, 6, 12)]
    [InlineData("{\"\\ud800x\":1}", TokenFaultKind.JsonLoneSurrogate, 2, 6)]
    public void Names_the_fault_and_its_place(string text, TokenFaultKind kind, int start, int length) =>
        Assert.Equal(new TokenFault(kind, TokenPart.Header, start, length), Check(text));

    [Theory]
    [InlineData("{\"a\":1,\"b\":2,\"a\":1}", "a")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "\\u0061")]
    [InlineData("{\"x\":[{\"\\/\":1,\"/\":2}]}", "/")]
    [InlineData("{\"x\":{\"y\":{\"é\":1,\"\\u00e9\":2}}}", "\\u00e9")]
    [InlineData("{\"\\ud83d\\ude00\":1,\"😀\":2}", "😀")]
    public void Refuses_a_name_that_comes_twice_however_it_is_written(string text, string name)
    {
        var fault = Check(text);

        Assert.Equal(TokenFaultKind.JsonDuplicateMember, fault?.Kind);
        Assert.Equal(name, fault?.Name);
    }

    [Fact]
    public void Refuses_octets_that_are_no_UTF_8()
    {
        Assert.Equal(
            new TokenFault(TokenFaultKind.JsonNotUtf8, TokenPart.Payload, 6, 1), StrictJson.CheckObject([.. "{\"a\":\""u8, 0xff, .. "\"}"u8], Roomy, TokenPart.Payload));

        // A surrogate and an overlong quote, as some decoders take them.
        Assert.Equal(TokenFaultKind.JsonNotUtf8, StrictJson.CheckObject([.. "{\"a\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8], Roomy, TokenPart.Payload)?.Kind);
        Assert.Equal(TokenFaultKind.JsonNotUtf8, StrictJson.CheckObject([.. "{\"a\":\""u8, 0xc0, 0xa2, .. "\"}"u8], Roomy, TokenPart.Payload)?.Kind);
        Assert.Equal(TokenFaultKind.JsonNotUtf8, StrictJson.CheckObject(Encoding.Unicode.GetBytes("{\"alg\":\"é\"}"), Roomy, TokenPart.Payload)?.Kind);
    }

    [Fact]
    public void Has_bounds()
    {
        Assert.Equal(new TokenFault(TokenFaultKind.JsonTooLong, TokenPart.Header, 10, 1), StrictJson.CheckObject("{\"a\":1234}"u8.ToArray().Append((byte)' ').ToArray(), 10, TokenPart.Header));
        Assert.Null(Check(Nested(StrictJson.MaxDepth)));
        Assert.Equal(TokenFaultKind.JsonTooDeep, Check(Nested(StrictJson.MaxDepth + 1))?.Kind);
        Assert.Equal(TokenFaultKind.JsonTooDeep, Check("{\"a\":" + new string('[', 50_000))?.Kind);
        Assert.Null(Check(Wide(StrictJson.MaxMembers)));
        Assert.Equal(TokenFaultKind.JsonTooManyMembers, Check(Wide(StrictJson.MaxMembers + 1))?.Kind);

        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        static string Wide(int members) => "{" + string.Join(',', Enumerable.Range(0, members).Select(i => $"\"{i}\":{i}")) + "}";
    }

    [Fact]
    public void Agrees_with_the_frameworks_reader_on_pieces_of_JSON() => Prop.ForAll(Piece.ListOf().Select(string.Concat).ToArbitrary(), AssertAgreement).Check(Many);

    [Fact]
    public void Agrees_with_the_frameworks_reader_on_changed_JSON()
    {
        const string Sound = "{\"alg\":\"RS256\",\"n\":[1,-2.5e+7,true,null,{\"k\\u0031\":\"\\ud83d\\ude00é\",\"k2\":\"\"}],\"o\":{\"alg\":false}}";
        var changed = from at in Gen.Choose(0, Sound.Length - 1)
                      from length in Gen.Choose(0, 3)
                      from piece in Gen.OneOf(Piece, Gen.Constant(""))
                      select string.Concat(Sound.AsSpan(0, at), piece, Sound.AsSpan(Math.Min(Sound.Length, at + length)));
        Prop.ForAll(changed.ToArbitrary(), AssertAgreement).Check(Many);
    }

    [Fact]
    public void Agrees_with_the_frameworks_reader_on_every_octet_in_every_place_of_an_escape() =>
        Assert.All(
            from at in Enumerable.Range(0, 6)
            from octet in Enumerable.Range(0, 0x80)
            select string.Concat("\\u0041".AsSpan(0, at), ((char)octet).ToString(), "\\u0041".AsSpan(at + 1)),
            escape => AssertAgreement($"{{\"a\":\"{escape}\"}}"));

    [Fact]
    public void No_octets_make_it_throw() => Prop.ForAll<byte[]>(octets =>
    {
        if (StrictJson.CheckObject(octets, Roomy, TokenPart.Header) is { } fault)
            Assert.InRange(fault.Start + fault.Length, fault.Start, octets.Length);
    }).Check(Many);

    private static void AssertAgreement(string text)
    {
        var fault = Check(text);
        var isSound = IsSoundToTheFramework(Encoding.UTF8.GetBytes(text));
        Assert.True(fault is null == isSound, $"{text}: {fault?.Kind.ToString() ?? "sound"}");
    }

    private static bool IsSoundToTheFramework(byte[] text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false, MaxDepth = StrictJson.MaxDepth });
            return json.RootElement.ValueKind == JsonValueKind.Object && HasWholeStrings(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // GetString throws over half a surrogate pair.
    private static bool HasWholeStrings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => member.Name is not null && HasWholeStrings(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(HasWholeStrings),
        JsonValueKind.String => value.GetString() is not null,
        _ => true,
    };

    private static TokenFault? Check(string text) => StrictJson.CheckObject(Encoding.UTF8.GetBytes(text), Roomy, TokenPart.Header);
}
