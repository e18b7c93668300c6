using System.Text.Json.Serialization;
using Countersign.Lab.Exercises.Progress;

namespace Countersign.Lab.Exercises;

/// <summary>The JSON of the exercises.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(LabProgress))]
internal sealed partial class LabJson : JsonSerializerContext;
