using Countersign.Decisions;
using Countersign.Schemes.Bearer;
using Xunit;

namespace Countersign.Tests.Schemes.Bearer;

/// <summary>Tokens in forms and queries (RFC 6750 §2.2, §2.3).</summary>
public sealed class TokenPlacesTests
{
    private readonly BearerStage _stage = new();

    [Fact]
    public async Task Takes_a_token_from_where_the_operator_lets_it_come()
    {
        var token = _stage.Token();

        Assert.Equal("anna", (await Decide(new(null) { Query = "?a=b&access_token=" + token })).Subject?.Name);
        Assert.Equal("anna", (await Decide(Post($"a=b&access%5Ftoken={token.Replace(".", "%2E", StringComparison.Ordinal)}"))).Subject?.Name);
        Assert.Equal("anna", (await Decide(Post("access_token=" + token, "Application/X-WWW-Form-Urlencoded; charset=utf-8"))).Subject?.Name);
    }

    [Theory]
    [InlineData("field", "?access_token=T", null, "Several tokens came: in Authorization, in the query.")]
    [InlineData("field", "", "access_token=T", "Several tokens came: in Authorization, in the form.")]
    [InlineData(null, "?access_token=T", "access_token=T", "Several tokens came: in the query, in the form.")]
    [InlineData(null, "?access_token=T&access_token=T", null, "Several tokens came: 2 in the query.")]
    [InlineData(null, "", "access_token=T&access_token=T", "Several tokens came: 2 in the form.")]
    public async Task Takes_none_of_several(string? field, string query, string? form, string evidence)
    {
        var token = _stage.Token();
        var decision = await Decide(new(field is null ? null : "Bearer " + token)
        {
            RequestMethod = form is null ? "GET" : "POST",
            Query = query.Replace("=T", "=" + token, StringComparison.Ordinal),
            Form = form?.Replace("=T", "=" + token, StringComparison.Ordinal),
        });

        Assert.Equal((Refusal.BearerMalformed, evidence), (decision.Refusal, decision.Verdict.Evidence));
    }

    [Theory]
    [InlineData("access_token=a%zz")]
    [InlineData("access_token=a+b")]
    [InlineData("access_token=%00")]
    [InlineData("access_token=%C3%A4")]
    [InlineData("access_token=%22a%22")]
    public async Task What_can_be_no_token_is_an_invalid_request(string text)
    {
        Assert.Equal(Refusal.BearerMalformed, (await Decide(new(null) { Query = "?" + text })).Refusal);
        Assert.Equal(Refusal.BearerMalformed, (await Decide(Post(text))).Refusal);
    }

    [Theory]
    [InlineData("GET", "application/x-www-form-urlencoded")]
    [InlineData("HEAD", "application/x-www-form-urlencoded")]
    [InlineData("DELETE", "application/x-www-form-urlencoded")]
    [InlineData("POST", "multipart/form-data; boundary=x")]
    [InlineData("POST", "application/x-www-form-urlencodedx")]
    [InlineData("POST", "text/plain")]
    public async Task Looks_into_forms_alone_and_into_none_that_comes_with_GET(string method, string type)
    {
        var decision = await Decide(new(null) { RequestMethod = method, Form = "access_token=" + _stage.Token(), FormType = type });

        Assert.Equal(Refusal.CredentialsMissing, decision.Refusal);
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_no_token()
    {
        Assert.Equal(Refusal.CredentialsMissing, (await Decide(new(null) { Query = "?access_token=" })).Refusal);
        Assert.True((await Decide(new("Bearer " + _stage.Token()) { Query = "?access_token=&a" })).IsAdmitted);
    }

    [Fact]
    public async Task A_form_that_can_not_be_read_lets_nobody_in()
    {
        var unread = ContentReading.Refuse(Refusal.ContentTooLarge, "too large");
        var decision = await Decide(new("Bearer " + _stage.Token()) { RequestMethod = "POST", Form = "", Unread = unread });

        Assert.Equal((Refusal.ContentTooLarge, "too large"), (decision.Refusal, decision.Verdict.Evidence));
    }

    [Fact]
    public async Task A_token_where_none_is_taken_is_as_if_nothing_had_come_and_the_operator_hears_of_it()
    {
        var token = _stage.Token();
        var overlooked = await _stage.Decide(new StageFacts(null) { Query = "?access_token=" + token });
        var form = await _stage.Decide(new StageFacts(null) { RequestMethod = "POST", Form = "access_token=" + token });
        var beside = await _stage.Decide(new StageFacts("Bearer " + token) { Query = "?access_token=other" });

        Assert.Equal((Refusal.CredentialsMissing, false), (overlooked.Refusal, overlooked.CredentialsPresented));
        Assert.Equal("A token came in the query, where 'api' takes none: it stands in logs and histories now.", overlooked.Evidence);
        Assert.Equal((Refusal.CredentialsMissing, null), (form.Refusal, form.Evidence));
        Assert.True(beside.IsAdmitted);
    }

    [Fact]
    public async Task Takes_none_without_TLS_wherever_it_stands()
    {
        var token = _stage.Token();

        Assert.Equal(Refusal.CleartextTransport, (await Decide(new(null, isTls: false) { Query = "?access_token=" + token })).Refusal);
        Assert.Equal(Refusal.CleartextTransport, (await Decide(new(null, isTls: false) { RequestMethod = "POST", Form = "access_token=" + token })).Refusal);
    }

    private static StageFacts Post(string form, string type = "application/x-www-form-urlencoded") => new(null) { RequestMethod = "POST", Form = form, FormType = type };

    private ValueTask<Decision> Decide(StageFacts facts)
    {
        var scheme = new BearerScheme("api", new() { TokenInForm = true, TokenInQuery = true }, _stage.Verifier, _stage.Clock);
        return _stage.Decide(facts, new AccessPolicy(AccessKind.AnyOf) { Schemes = [scheme] });
    }
}
