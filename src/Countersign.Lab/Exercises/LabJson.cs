using System.Text.Json.Serialization;

namespace Countersign.Lab.Exercises;

/// <summary>The JSON of the exercises.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class LabJson : JsonSerializerContext;
