using Countersign.AspNetCore.Admission;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Admission;

public sealed class PreflightTests
{
    private readonly CorsRules _rules = new(["https://app.example"], credentials: true, TimeSpan.FromMinutes(10));

    [Fact]
    public void Answers_an_allowed_origin_with_what_it_asked_for()
    {
        var context = Asked();
        Assert.True(Preflight.TryRead(context.Request, out var method));
        Assert.Equal("PUT", method);

        Preflight.Write(context, _rules, _rules.For(context.Request)!, method);

        var fields = context.Response.Headers;
        Assert.Equal(204, context.Response.StatusCode);
        Assert.Equal("https://app.example", fields.AccessControlAllowOrigin);
        Assert.Equal("PUT", fields.AccessControlAllowMethods);
        Assert.Equal("authorization, content-type", fields.AccessControlAllowHeaders);
        Assert.Equal("true", fields.AccessControlAllowCredentials);
        Assert.Equal("600", fields.AccessControlMaxAge);
        Assert.Contains("Origin", fields.Vary.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, fields.WWWAuthenticate.Count);
    }

    [Theory]
    [InlineData("https://app.example.evil")]
    [InlineData("http://app.example")]
    [InlineData("https://APP.example")]
    [InlineData("null")]
    [InlineData("*")]
    public void Knows_no_other_origin(string origin)
    {
        var context = Asked();
        context.Request.Headers.Origin = origin;
        Assert.Null(_rules.For(context.Request));
    }

    [Fact]
    public void Allows_anybody_only_without_credentials()
    {
        var context = Asked();
        Assert.Equal(new CorsAnswer("*", Credentials: false), new CorsRules(["*"], credentials: true, TimeSpan.Zero).For(context.Request));
    }

    [Theory]
    [InlineData("Origin", null)]
    [InlineData("Access-Control-Request-Method", null)]
    [InlineData("Access-Control-Request-Method", "P UT")]
    public void Is_only_what_fetch_calls_one(string field, string? value)
    {
        var context = Asked();
        context.Request.Headers[field] = value;
        Assert.False(Preflight.TryRead(context.Request, out _));
        var get = Asked();
        get.Request.Method = "GET";
        Assert.False(Preflight.TryRead(get.Request, out _));
    }

    [Fact]
    public void Never_echoes_what_is_no_list_of_names()
    {
        var context = Asked();
        context.Request.Headers.AccessControlRequestHeaders = "a, b\u0001, ü";
        Preflight.Write(context, _rules, new("https://app.example", Credentials: false), "PUT");
        Assert.Equal(0, context.Response.Headers.AccessControlAllowHeaders.Count);
        Assert.Equal(0, context.Response.Headers.AccessControlAllowCredentials.Count);
    }

    [Fact]
    public void Replaces_what_the_upstream_says()
    {
        var fields = new HeaderDictionary
        {
            ["access-control-allow-origin"] = "*",
            ["Access-Control-Allow-Methods"] = "GET",
            ["Vary"] = "Accept",
        };
        CorsRules.Replace(fields, null);
        Assert.Equal(["Vary"], fields.Keys);
        CorsRules.Replace(fields, new("https://app.example", Credentials: false));
        Assert.Equal("https://app.example", fields["Access-Control-Allow-Origin"]);
        Assert.Contains("Origin", fields["Vary"].ToString(), StringComparison.Ordinal);
    }

    private static DefaultHttpContext Asked()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "OPTIONS";
        context.Request.Headers.Origin = "https://app.example";
        context.Request.Headers.AccessControlRequestMethod = "PUT";
        context.Request.Headers.AccessControlRequestHeaders = "authorization, content-type";
        return context;
    }
}
