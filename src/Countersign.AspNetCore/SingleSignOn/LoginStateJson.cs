using System.Text.Json.Serialization;

namespace Countersign.AspNetCore.SingleSignOn;

[JsonSerializable(typeof(LoginState))]
[JsonSerializable(typeof(ProviderTokens))]
internal sealed partial class LoginStateJson : JsonSerializerContext;
