using Countersign.Inspector.Intake;
using Xunit;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>Names that announce a secret, in whatever number and form, and names that sound like them.</summary>
public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("secretKey1")]
    [InlineData("apiKeys[]")]
    [InlineData("refreshTokens[]")]
    [InlineData("token_value")]
    [InlineData("password2")]
    [InlineData("passwordConfirm")]
    [InlineData("tokens[0][value]")]
    [InlineData("clientSecretBase64")]
    [InlineData("otp_code")]
    [InlineData("recovery-codes")]
    [InlineData("oauth_verifier")]
    [InlineData("id_token_hint")]
    [InlineData("auth_req_id")]
    [InlineData("wresult")]
    [InlineData("oobCode")]
    [InlineData("login.pass")]
    [InlineData("old_pw")]
    [InlineData("DB_PASS")]
    [InlineData("x-amz-server-side-encryption-customer-key")]
    public void Knows_a_parameter_that_carries_a_secret(string name) => Assert.True(SecretNames.IsParameter(name));

    [Theory]
    [InlineData("token_type")]
    [InlineData("expires_in")]
    [InlineData("keyId")]
    [InlineData("kid")]
    [InlineData("keys")]
    [InlineData("tokenCount")]
    [InlineData("max_tokens")]
    [InlineData("public_key")]
    [InlineData("next_page_token")]
    [InlineData("author")]
    [InlineData("authority")]
    [InlineData("sort_key")]
    [InlineData("password_policy")]
    [InlineData("passwordMinLength")]
    [InlineData("code_challenge")]
    [InlineData("token_endpoint")]
    [InlineData("session_count")]
    [InlineData("compass")]
    [InlineData("by-passing")]
    [InlineData("t")]
    [InlineData("country_code")]
    [InlineData("login_hint")]
    public void Leaves_a_parameter_readable_that_names_or_counts_something(string name) => Assert.False(SecretNames.IsParameter(name));

    [Theory]
    [InlineData("X-Auth-Token-1")]
    [InlineData("X-Pass")]
    [InlineData("X-Pw")]
    [InlineData("X-Key")]
    [InlineData("X-Otp-Code")]
    [InlineData("X-Mfa-Code")]
    [InlineData("X-Session")]
    [InlineData("Authentication")]
    [InlineData("X-Consumer-Key")]
    public void Knows_a_field_that_carries_a_secret(string name) => Assert.True(SecretNames.IsField(name));

    [Theory]
    [InlineData("X-Request-Id")]
    [InlineData("X-Cache-Key")]
    [InlineData("Cache-Key")]
    [InlineData("xkey")]
    [InlineData("Surrogate-Key")]
    [InlineData("Sec-WebSocket-Key")]
    [InlineData("Idempotency-Key")]
    [InlineData("X-Idempotency-Key")]
    [InlineData("X-Token-Type")]
    [InlineData("X-Author")]
    [InlineData("X-Authority")]
    [InlineData("WWW-Authenticate")]
    [InlineData("Signature")]
    [InlineData("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id")]
    public void Leaves_a_field_readable_that_names_something(string name) => Assert.False(SecretNames.IsField(name));
}
