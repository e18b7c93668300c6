using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.SingleSignOn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>What an application may say of its sessions.</summary>
public sealed class PeopleOptionsTests
{
    [Fact]
    public async Task All_that_is_wrong_is_told_at_start()
    {
        var theme = Directory.CreateTempSubdirectory("countersign-");
        await File.WriteAllTextAsync(Path.Combine(theme.FullName, "texts.yaml"), "sign-im: x\nwrong-user-or-password: \"{wait}\"\nsign-in: [a]\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(theme.FullName, "texts.de.yaml"), "sign-in: 'x\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(theme.FullName, "texts.fr.yaml"), "- x\n", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => DoorApplication.StartAsync(
            door =>
            {
                door.AddSessions("one", people =>
                {
                    (people.Idle, people.Grace, people.StoreUsers, people.Service, people.Theme) = (TimeSpan.Zero, TimeSpan.FromHours(-1), false, "a\nb", "nowhere");
                    people.Origins.Add("https://app.example/");
                });
                door.AddSessions("two", people =>
                {
                    people.Theme = theme.FullName;
                    people.AddOpenIdConnect("corp", "http://login.example", "", null, "");
                    people.AddOpenIdConnect("corp", "login", "app", "secret");
                    people.AddProvider(new("a/b", new ClientConfiguration("app") { Secret = new Secret("x"), Key = "key.jwk" }) { IsOpenId = false, MaxAge = TimeSpan.FromHours(1), PostLogout = "//evil" });
                    people.AddProvider(new("c", new ClientConfiguration("app") { Secret = new Secret("x") }) { Issuer = "https://login.example", Scopes = ["email ", "profile"], JwksUri = new Uri("http://login.example/keys"), Authorities = "ca.pem" });
                });
                door.AddPolicy("a", policy => policy.AnyOf("file").OnUnauthenticated(UnauthenticatedAnswer.Login).Emails("anna").EmailDomains("@example.org"));
            },
            app => app.UseCountersign()));
        theme.Delete(recursive: true);

        Assert.Equal(
            [
                "the scheme 'two' is a second one of sessions: name 'one' in policies instead, since people have one session, whatever they ask for",
                "the scheme 'one': its sessions are over before anybody could do anything in them: Idle and Lifetime are a second at least",
                "the scheme 'one': Remember and Grace can't be negative",
                "the scheme 'one': 'https://app.example/' is not an origin: write scheme://host[:port] without a slash at the end",
                "the scheme 'one': nobody can sign in: take the users of the store, or add a provider",
                "the scheme 'one': the name of the service is longer than 100 characters, or has control characters",
                "the scheme 'one': there is no folder *",
                "the scheme 'two': */texts.de.yaml:1: it is no YAML",
                "the scheme 'two': */texts.fr.yaml has to be a mapping of phrases to texts",
                "the scheme 'two': */texts.yaml:1: no page says 'sign-im'; did you mean 'sign-in'?",
                "the scheme 'two': */texts.yaml:2: nothing fills {wait} in 'wrong-user-or-password'",
                "the scheme 'two': */texts.yaml:3: 'sign-in' has to be a text of 2000 characters at most",
                "the scheme 'two': the provider 'corp' is added twice",
                "the scheme 'two': the provider 'corp': its label is empty, longer than 100 characters, or has control characters",
                "the scheme 'two': the provider 'corp': it has no client id",
                "the scheme 'two': the provider 'corp': it has neither a client secret nor a client key",
                "the scheme 'two': the provider 'corp': the issuer 'http://login.example' has no TLS: whoever is on the way could sign anybody in",
                "the scheme 'two': the provider 'corp': the issuer 'login' *",
                "the scheme 'two': the provider 'a/b': its name is none: use letters, digits and hyphens, since it is part of an address",
                "the scheme 'two': the provider 'a/b': '//evil' is no path of this application",
                "the scheme 'two': the provider 'a/b': it has both a client secret and a client key",
                "the scheme 'two': the provider 'a/b': there is no file key.jwk, or its path is not whole",
                "the scheme 'two': the provider 'a/b': an OAuth 2 provider has no metadata: name its authorization, token and user information endpoints",
                "the scheme 'two': the provider 'a/b': OAuth 2 tells neither how nor when somebody signed in: it can't be asked for",
                "the scheme 'two': the provider 'a/b': openid is among its scopes, of which OAuth 2 alone knows nothing",
                "the scheme 'two': the provider 'c': openid is not among its scopes, and without it there is no ID token",
                "the scheme 'two': the provider 'c': 'email ' is not one word",
                "the scheme 'two': the provider 'c': the address 'http://login.example/keys' is not one with https",
                "the scheme 'two': the provider 'c': there is no file ca.pem, or its path is not whole",
                "the policy 'a': 'anna' is no plain e-mail address",
                "the policy 'a': '@example.org' is no domain of e-mail addresses: write example.org, without @ and wildcards",
                "the policy 'a': it sends people to sign in, and takes no session",
            ],
            failure.Failures.Select(fault => Shown(fault, theme.FullName)));
    }

    [Fact]
    public async Task Without_UseCountersign_nobody_could_sign_in()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DoorApplication.StartAsync(door => door.AddSessions("people"), _ => { }));

        Assert.Contains("people are to sign in, and app.UseCountersign() was not called", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Without what the machine adds.</summary>
    private static string Shown(string fault, string theme)
    {
        fault = fault.Replace(theme, "*", StringComparison.Ordinal);
        foreach (var known in (string[])["there is no folder ", "the issuer 'login' "])
        {
            if (fault.IndexOf(known, StringComparison.Ordinal) is >= 0 and var at)
                return fault[..(at + known.Length)] + "*";
        }

        return fault;
    }
}
