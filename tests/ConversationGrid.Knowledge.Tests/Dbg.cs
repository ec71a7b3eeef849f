using System.Reflection;
namespace ConversationGrid.Knowledge.Tests;
public class Dbg { [Fact] public void Dump() {
  var ix = new SearchIndex(DemoKnowledge.ReadArticles()); var at=new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
  using var w = new StreamWriter("/tmp/feat.tsv");
  foreach (var half in new[]{"tune","held","fit"}) foreach (var l in (half=="fit"?File.ReadAllText("/tmp/fit.tsv"):Embedded.ReadText(Assembly.GetExecutingAssembly(), $"Grounding/{half}.tsv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)) { var c=l.Split('\t');
   var f = ix.Explain(c[1], new SearchScope(c[0], ArticleAudience.Public, at));
   w.WriteLine($"{half}\t{c[0]}\t{c[1]}\t{c[2]}\t{f}"); }
}}
