using System.Text.Json.Serialization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

namespace Countersign.Gateway.Explaining;

/// <summary>The journal between the admin listener and its readers, the command <c>explain</c> among them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(IReadOnlyList<JournalEntry>))]
[JsonSerializable(typeof(IReadOnlyList<AdmissionCount>))]
internal sealed partial class JournalJson : JsonSerializerContext;
