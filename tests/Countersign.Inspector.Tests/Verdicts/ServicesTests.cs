using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tests.Checks;
using Countersign.Inspector.Verdicts;
using Xunit;

namespace Countersign.Inspector.Tests.Verdicts;

/// <summary>Refusals as services in use write them (tests/Fixtures/inspector/services): each is told for what it is, and no fault is found where there is none.</summary>
public sealed class ServicesTests
{
    private const string Folder = "services";

    public static TheoryData<string, Outcome, RetryAdvice, string, string> Services => new()
    {
        { "aad-token.txt", Outcome.Refused, RetryAdvice.AfterChange, "does not take the client", "challenge/missing" },
        { "apache-digest.txt", Outcome.Refused, RetryAdvice.AfterChange, "does not say why", "digest/only-md5" },
        { "auth0.txt", Outcome.Refused, RetryAdvice.AfterChange, "has to sign in anew", "" },
        { "azure-blob.txt", Outcome.Refused, RetryAdvice.AfterChange, "signed address has ended", "" },
        { "azure-devops.txt", Outcome.Refused, RetryAdvice.AfterServerChange, "page to sign in", "status/login-page-as-success" },
        { "broken-token-500.txt", Outcome.Refused, RetryAdvice.AfterServerChange, "a token that could not be used", "status/failure-on-credentials" },
        { "caldav.txt", Outcome.Admitted, RetryAdvice.NotNeeded, "took them. Nothing is wrong", "" },
        { "callback-error.har", Outcome.Refused, RetryAdvice.AfterChange, "without a code: access_denied", "" },
        { "captive.txt", Outcome.Challenged, RetryAdvice.AfterChange, "Sign in to the network", "" },
        { "cf-access.txt", Outcome.Challenged, RetryAdvice.WithCredentials, "redirects to a page", "" },
        { "cf-challenge.txt", Outcome.Forbidden, RetryAdvice.AfterServerChange, "Cloudflare turns the request away", "" },
        { "code-pkce.har", Outcome.Admitted, RetryAdvice.NotNeeded, "Nothing is wrong", "" },
        { "device.txt", Outcome.NotDecided, RetryAdvice.Later, "has not agreed yet", "" },
        { "digest-uri.txt", Outcome.Refused, RetryAdvice.AfterChange, "without the query of the request", "credentials/digest-uri" },
        { "django.har", Outcome.Forbidden, RetryAdvice.AfterChange, "(CSRF)", "" },
        { "docker-private.txt", Outcome.Refused, RetryAdvice.AfterChange, "incorrect username or password", "" },
        { "docker-pull.txt", Outcome.Admitted, RetryAdvice.NotNeeded, "took them. Nothing is wrong", "" },
        { "docker.txt", Outcome.Refused, RetryAdvice.AfterChange, "scope \"repository:library/x:pull\"", "bearer/error-status" },
        { "dpop-nonce.txt", Outcome.Refused, RetryAdvice.WithFreshNonce, "with the one from DPoP-Nonce", "" },
        { "drf-csrf.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "(CSRF)", "" },
        { "es-401.txt", Outcome.Refused, RetryAdvice.AfterChange, "Elasticsearch finds the credentials wrong", "" },
        { "es-403.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "Elasticsearch took the credentials", "" },
        { "gcs-vpc.txt", Outcome.Forbidden, RetryAdvice.AfterServerChange, "where the request comes from", "" },
        { "github-rate.txt", Outcome.Forbidden, RetryAdvice.Later, "too many requests", "" },
        { "github-secondary.txt", Outcome.Forbidden, RetryAdvice.Later, "Retry-After: 60", "" },
        { "google-disabled.txt", Outcome.Forbidden, RetryAdvice.AfterServerChange, "SERVICE_DISABLED", "" },
        { "graph-401.txt", Outcome.Refused, RetryAdvice.WithNewToken, "InvalidAuthenticationToken", "bearer/error-missing" },
        { "graph-403.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "took the credentials", "" },
        { "jenkins.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "No valid crumb", "" },
        { "jira-captcha.txt", Outcome.Refused, RetryAdvice.AfterChange, "CAPTCHA_CHALLENGE", "" },
        { "k8s-403.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "took the credentials", "" },
        { "k8s-anon.txt", Outcome.Challenged, RetryAdvice.WithCredentials, "wants credentials", "" },
        { "keycloak-token.txt", Outcome.Refused, RetryAdvice.AfterChange, "does not take its grant", "" },
        { "keyvault.txt", Outcome.Forbidden, RetryAdvice.AfterServerChange, "ForbiddenByFirewall", "" },
        { "login.har", Outcome.Admitted, RetryAdvice.NotNeeded, "Nothing is wrong", "" },
        { "lost-cookie.har", Outcome.Challenged, RetryAdvice.AfterServerChange, "does not know who signed in", "cookies/not-kept" },
        { "mcp.txt", Outcome.Challenged, RetryAdvice.AfterChange, "there was none. The authorization server", "" },
        { "misspelt-key.txt", Outcome.Refused, RetryAdvice.AfterChange, "nearly X-API-Key", "transport/near-miss-field" },
        { "mtls.txt", Outcome.Challenged, RetryAdvice.WithCredentials, "No required SSL certificate", "" },
        { "nginx-403.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "that they were taken is not shown", "" },
        { "ntlm.txt", Outcome.Admitted, RetryAdvice.NotNeeded, "took them. Nothing is wrong", "" },
        { "o2p.txt", Outcome.Challenged, RetryAdvice.WithCredentials, "oauth2-proxy wants credentials", "" },
        { "proxy-tunnel.txt", Outcome.Admitted, RetryAdvice.NotNeeded, "The proxy asked for credentials and took them. Nothing is wrong", "" },
        { "pwa.har", Outcome.Admitted, RetryAdvice.NotNeeded, "Nothing is wrong", "" },
        { "refresh-fails.txt", Outcome.Refused, RetryAdvice.AfterChange, "Refresh token was used already", "" },
        { "request-alone.txt", Outcome.NotDecided, RetryAdvice.Later, "has no answer", "" },
        { "s3-presigned-ended.txt", Outcome.Refused, RetryAdvice.AfterChange, "signed address has ended", "" },
        { "s3-skew.txt", Outcome.Refused, RetryAdvice.AfterChange, "Set the client's clock", "" },
        { "saml.har", Outcome.Admitted, RetryAdvice.NotNeeded, "Nothing is wrong", "" },
        { "sap.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "X-CSRF-Token: Required", "" },
        { "spa-keycloak.har", Outcome.Refused, RetryAdvice.AfterChange, "Code not valid", "" },
        { "spa-refresh.txt", Outcome.Admitted, RetryAdvice.NotNeeded, "took them. Nothing is wrong", "" },
        { "spring-403-bearer.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "insufficient_scope", "" },
        { "spring-cors.har", Outcome.Forbidden, RetryAdvice.AfterServerChange, "Invalid CORS request", "" },
        { "step-up.txt", Outcome.Refused, RetryAdvice.WithNewToken, "acr_values=myACR and max_age=5", "" },
        { "stripe-403.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "took the credentials", "" },
        { "unquoted-realm.txt", Outcome.Challenged, RetryAdvice.WithCredentials, "Most likely Basic is meant", "challenge/unquoted-value" },
        { "vault.txt", Outcome.Refused, RetryAdvice.WithNewToken, "invalid token", "" },
        { "webdav.txt", Outcome.Admitted, RetryAdvice.NotNeeded, "took them. Nothing is wrong", "" },
        { "wp-nonce.txt", Outcome.Forbidden, RetryAdvice.AfterChange, "Cookie check failed", "" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_told_for_what_it_says(string file, Outcome outcome, RetryAdvice retry, string words, string faults)
    {
        var inspection = Inspection.Of(Recording.Read(File.ReadAllBytes(Path.Combine(Transcripts.Root, Folder, file))));

        var verdict = Verdict.Of(inspection);

        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((outcome, retry), (verdict.Outcome, verdict.Retry));
        Assert.Equal(faults, string.Join(' ', inspection.Findings.Where(finding => finding.Severity >= Severity.Warning).Select(finding => finding.Check.Id).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_recording_is_looked_at() =>
        Assert.Equal(Directory.GetFiles(Path.Combine(Transcripts.Root, Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal), Services.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
}
